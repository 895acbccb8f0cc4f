using System.CommandLine;
using System.CommandLine.Parsing;
using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Quarantine;

/// <summary>Which quarantined events are meant.</summary>
internal sealed class QuarantineFlags
{
    private readonly Option<string[]> _rules = FlagValues.Texts("--rule", "Only events that broke one of these rules, for example required:customer_id.", "RULE");
    private readonly Option<string?> _state = FlagValues.Word("--state", "Only events in this state. Default: open.", "STATE", "open", "replayed", "dismissed", "any");
    private readonly Option<string?> _text = new("--text") { Description = "Only events whose record contains this text.", HelpName = "TEXT" };
    private readonly Option<string[]> _ids = FlagValues.Texts("--id", "Only these events. With --replay or --dismiss.", "ID");

    internal Argument<string> Source { get; } = new("source") { Description = "The source that refused them.", HelpName = "SOURCE" };

    internal void AddTo(Command verb)
    {
        verb.Arguments.Add(Source);
        verb.Options.Add(_rules);
        verb.Options.Add(_state);
        verb.Options.Add(_text);
        verb.Options.Add(_ids);
    }

    internal void Validate(CommandResult result, bool narrowsOpenEvents)
    {
        var ids = result.GetValue(_ids) ?? [];
        foreach (var id in ids.Where(static id => !long.TryParse(id, out _)))
        {
            result.AddError($"--id is '{id}'; it must be the number of an event, as the list shows it.");
        }

        if (ids.Length > 0 && !narrowsOpenEvents)
        {
            result.AddError("--id belongs to --replay and --dismiss.");
        }

        if (narrowsOpenEvents && result.GetValue(_state) is { } state and not "open")
        {
            result.AddError($"--state is '{state}'; only open events can be replayed or dismissed.");
        }
    }

    /// <summary>Whether anything is said about which events are meant.</summary>
    internal bool Narrows(CommandResult result)
        => result.GetValue(_ids) is { Length: > 0 } || result.GetValue(_rules) is { Length: > 0 } || !string.IsNullOrEmpty(result.GetValue(_text));

    internal IReadOnlyList<string> Rules(CommandContext context) => context.Value(_rules) ?? [];

    internal string? Text(CommandContext context) => context.Value(_text);

    /// <summary>The state to ask for; null for any.</summary>
    internal string? State(CommandContext context) => context.Value(_state) switch
    {
        null => "open",
        "any" => null,
        var state => state,
    };

    internal IReadOnlyList<long>? Ids(CommandContext context) => context.Value(_ids) is { Length: > 0 } ids ? [.. ids.Select(long.Parse)] : null;
}
