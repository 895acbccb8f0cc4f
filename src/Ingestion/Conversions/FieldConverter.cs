using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Reads the text of one field as the type of its column. Made once a file; may keep a bounded cache, so it is not thread-safe.</summary>
internal abstract class FieldConverter(SourceColumn column)
{
    protected SourceColumn Column { get; } = column;

    /// <summary>What a right text looks like, to finish the sentence "is not ...".</summary>
    protected abstract string Expected { get; }

    /// <summary>False when the text is no value of the type; nothing is guessed.</summary>
    internal abstract bool TryConvert(ReadOnlySpan<byte> utf8, out Value value);

    /// <summary>Whether a JSON value may stand for the type: <paramref name="quoted"/> for a JSON string, otherwise a number, a literal, an array or an object.</summary>
    internal abstract bool AllowsJson(bool quoted);

    /// <summary>Why <see cref="TryConvert"/> refused the text.</summary>
    internal virtual string Explain(ReadOnlySpan<byte> utf8)
        => $"The text '{OffendingText.Of(utf8)}' of column '{Column.Name}' is not {Expected}.";
}
