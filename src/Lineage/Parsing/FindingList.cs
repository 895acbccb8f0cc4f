using Catalog.Core.Errors;

namespace Lineage.Parsing;

/// <summary>Collects what is wrong with one event.</summary>
internal sealed class FindingList(ParseMode mode)
{
    // An event with thousands of broken facets must not answer with thousands of lines.
    private const int MostWarnings = 100;

    private readonly List<Finding> _items = [];

    public IReadOnlyList<Finding> Items => _items;

    public bool HasErrors { get; private set; }

    /// <summary>The event cannot be used in any mode.</summary>
    public void Refuse(string rule, string message, string path, string fix) => Add(FindingSeverity.Error, rule, message, path, fix);

    /// <summary>The event departs from the standard but can be used: a warning, or an error in strict mode.</summary>
    public void Tolerate(string rule, string message, string path, string fix)
        => Add(mode == ParseMode.Strict ? FindingSeverity.Error : FindingSeverity.Warning, rule, message, path, fix);

    private void Add(FindingSeverity severity, string rule, string message, string path, string fix)
    {
        HasErrors |= severity == FindingSeverity.Error;
        if (severity == FindingSeverity.Error || _items.Count < MostWarnings)
        {
            _items.Add(new Finding(severity, rule, message, new SourceLocation(string.Empty, 0, 0, path), fix));
        }
    }
}
