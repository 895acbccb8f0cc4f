using System.Text;
using Ingestion.Formats;
using Ingestion.Model;

namespace Catalog.Web.Queries.Quarantine;

/// <summary>Finds in the raw bytes what a rule refused.</summary>
internal static class RawMarks
{
    private static readonly HashSet<string> NoFields = [];

    /// <summary>The bytes of the first reason whose field is known, and the names of the fields of all reasons.</summary>
    /// <param name="item">The event.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="source">The source in force; null when it was removed since.</param>
    public static (RawMark Mark, IReadOnlySet<string> Fields) Find(QuarantinedEvent item, IReadOnlyList<RecordField> fields, Source? source)
    {
        var refused = source is null ? [] : item.Violations.Select(static violation => violation.Column).OfType<string>()
            .Select(column => RecordFields.Find(fields, source, item.Origin.Kind, column)).OfType<RecordField>().ToList();
        if (refused is [var first, ..])
        {
            return (MarkOf(first, item.Raw.Length), refused.Select(static field => field.Name).ToHashSet(StringComparer.Ordinal));
        }

        // Without the definition the refused text itself is looked for.
        foreach (var text in item.Violations.Select(static violation => violation.Value).OfType<string>().Where(static text => text.Length > 0))
        {
            var bytes = Encoding.UTF8.GetBytes(text.TrimEnd('…'));
            if (item.Raw.Span.IndexOf(bytes) is >= 0 and var start)
            {
                return (new RawMark(start, bytes.Length), NoFields);
            }
        }

        return (default, NoFields);
    }

    // Of an empty field the separators around it are what can be seen.
    private static RawMark MarkOf(RecordField field, int length)
    {
        if (field.Length > 0)
        {
            return new RawMark(field.Start, field.Length);
        }

        var start = Math.Max(0, field.Start - 1);
        return new RawMark(start, Math.Min(length, field.Start + 1) - start);
    }
}
