using Ingestion.Conversions;
using Ingestion.Model;

namespace Ingestion.Batches;

/// <summary>
/// Says of which fields nothing is kept, because no column of the source is read from them. Names come from whoever sends events, so only the first few are told apart: they are kept in the mark
/// of a producer, which has a bounded size. Not thread-safe.
/// </summary>
internal sealed class UndeclaredFields
{
    private const int MaxNames = 20;
    private const int MaxNameLength = 60;
    private const string Rest = "\u2026";

    private readonly Dictionary<string, string> _rules = new(StringComparer.Ordinal);

    /// <summary>Adds a warning for each field of a record.</summary>
    internal void Warn(IReadOnlyCollection<string> fields, List<string> warnings)
    {
        // An enumerator of the interface would be garbage for each record.
        if (fields.Count == 0)
        {
            return;
        }

        foreach (var field in fields)
        {
            warnings.Add(RuleOf(field));
        }
    }

    private string RuleOf(string field)
    {
        if (_rules.TryGetValue(field, out var known))
        {
            return known;
        }

        if (_rules.Count >= MaxNames)
        {
            return EventRules.UndeclaredOf(Rest);
        }

        return _rules[field] = EventRules.UndeclaredOf(OffendingText.Cut(field, MaxNameLength));
    }
}
