using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Editing;

/// <summary>Where a path leads: the deepest collection on it that exists, and what is left of the path below it.</summary>
/// <param name="Parent">The collection.</param>
/// <param name="Rest">The steps from it on, at least one; more than one where the next collection does not exist.</param>
internal sealed record EditTarget(YamlNode Parent, IReadOnlyList<YamlStep> Rest)
{
    /// <summary>The step inside the collection.</summary>
    public YamlStep Step => Rest[0];

    /// <summary>The value at the path; null when it does not exist.</summary>
    public YamlNode? Value => Rest.Count > 1 ? null : Child(Parent, Step);

    /// <summary>The entry at the path, if its parent is a mapping that has it.</summary>
    public YamlEntry? Entry => Rest.Count == 1 && Step.Key is { } key ? (Parent as YamlMapping)?.Find(key) : null;

    /// <summary>Follows a path.</summary>
    /// <exception cref="DefinitionsException">
    /// <see cref="DefinitionsErrorCode.EditRefused"/> when the path does not fit the document, or leads through what other places share.
    /// </exception>
    public static EditTarget Find(YamlNode root, YamlPath path)
    {
        if (path.Steps.Count == 0)
        {
            throw Refuse("The path is empty; name a key.");
        }

        var parent = root;
        for (var depth = 0; ; depth++)
        {
            CheckOwn(parent, path);
            var step = path.Steps[depth];
            CheckFits(parent, step, path);
            var child = Child(parent, step);
            if (depth == path.Steps.Count - 1 || child is null or YamlScalar { Kind: YamlScalarKind.Null })
            {
                return new EditTarget(parent, [.. path.Steps.Skip(depth)]);
            }

            parent = child;
        }
    }

    /// <summary>Refuses to change a value that other places of the document repeat.</summary>
    public static void CheckUnshared(YamlNode node)
    {
        if (node.IsAnchored)
        {
            throw Refuse($"The value in line {node.Span.Line} has an anchor, so other places repeat it; edit the text by hand.");
        }

        foreach (var child in node switch
        {
            YamlMapping mapping => mapping.Entries.Select(static entry => entry.Value),
            YamlSequence sequence => sequence.Items,
            _ => [],
        })
        {
            CheckUnshared(child);
        }
    }

    private static void CheckOwn(YamlNode node, YamlPath path)
    {
        if (node is YamlAlias || node.IsAnchored)
        {
            throw Refuse($"The path '{path.Text}' leads through a value in line {node.Span.Line} that several places share; edit the text by hand.");
        }
    }

    private static void CheckFits(YamlNode parent, YamlStep step, YamlPath path)
    {
        var fits = step.Key is null ? parent is YamlSequence sequence && step.Index <= sequence.Items.Count : parent is YamlMapping;
        if (!fits)
        {
            throw Refuse($"The path '{path.Text}' does not fit the document: in line {parent.Span.Line} stands {parent.Describe()}.");
        }
    }

    private static YamlNode? Child(YamlNode parent, YamlStep step) => parent switch
    {
        YamlMapping mapping when step.Key is { } key => mapping.Find(key)?.Value,
        YamlSequence sequence when step.Key is null && step.Index < sequence.Items.Count => sequence.Items[step.Index],
        _ => null,
    };

    private static DefinitionsException Refuse(string message) => new(DefinitionsErrorCode.EditRefused, message);
}
