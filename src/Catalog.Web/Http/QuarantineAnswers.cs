using System.Text;
using System.Text.Unicode;
using Ingestion.Model;
using Ingestion.Replays;

namespace Catalog.Web.Http;

/// <summary>Shapes quarantined events for answers.</summary>
internal static class QuarantineAnswers
{
    private const int ShownCharacters = 1_000;

    /// <summary>An event of a list: of a long record only the beginning.</summary>
    internal static QuarantinedAnswer Short(QuarantinedEvent item) => Of(item, TextOf(item.Raw.Span) is { } text ? Cut(text) : null, rawBase64: null);

    /// <summary>An event with all its bytes.</summary>
    internal static QuarantinedAnswer Whole(QuarantinedEvent item) => Of(item, TextOf(item.Raw.Span), Convert.ToBase64String(item.Raw.Span));

    private static QuarantinedAnswer Of(QuarantinedEvent item, string? raw, string? rawBase64) => new(
        item.Id,
        item.Origin.Source,
        new QuarantineOriginAnswer(Words.Of(item.Origin.Kind), item.Origin.Name, item.Origin.Fingerprint, item.Origin.Header, item.Origin.Delimiter.ToString()),
        item.RecordNumber,
        item.LineNumber,
        item.ByteOffset,
        raw,
        rawBase64,
        item.RawLength,
        [.. item.Violations],
        item.ArrivalTime.ToString(),
        item.EventTime?.ToString(),
        item.Contract,
        item.ContractVersion,
        item.RunId,
        Words.Of(item.State),
        item.ResolvedAt?.ToString(),
        item.ResolvedBy);

    private static string? TextOf(ReadOnlySpan<byte> raw) => Utf8.IsValid(raw) ? Encoding.UTF8.GetString(raw) : null;

    private static string Cut(string text)
    {
        var length = Math.Min(text.Length, ShownCharacters);
        return length == text.Length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}

/// <summary>A quarantined event.</summary>
/// <param name="Id">Number in the quarantine.</param>
/// <param name="Source">The source.</param>
/// <param name="Origin">The file, push or partition of a topic that it came with.</param>
/// <param name="RecordNumber">Number of the record there, from 1; in a topic its offset.</param>
/// <param name="LineNumber">Line on which it begins, from 1.</param>
/// <param name="ByteOffset">Offset in the uncompressed bytes at which it begins.</param>
/// <param name="Raw">The record as text; null when it is no valid UTF-8.</param>
/// <param name="RawBase64">Its bytes; null in lists.</param>
/// <param name="RawLength">How many bytes there are.</param>
/// <param name="Violations">All rules that it breaks.</param>
/// <param name="ArrivalTime">When it was refused.</param>
/// <param name="EventTime">When it happened; null when that cannot be read.</param>
/// <param name="Contract">The contract; null when there is none.</param>
/// <param name="ContractVersion">Its version; null when there is none.</param>
/// <param name="RunId">The run that refused it last.</param>
/// <param name="State">open, replayed or dismissed.</param>
/// <param name="ResolvedAt">When it was replayed or dismissed; null while it is open.</param>
/// <param name="ResolvedBy">Who did that; null when nobody is known.</param>
internal sealed record QuarantinedAnswer(
    long Id,
    string Source,
    QuarantineOriginAnswer Origin,
    long RecordNumber,
    long LineNumber,
    long ByteOffset,
    string? Raw,
    string? RawBase64,
    int RawLength,
    IReadOnlyList<Violation> Violations,
    string ArrivalTime,
    string? EventTime,
    string? Contract,
    string? ContractVersion,
    Guid RunId,
    string State,
    string? ResolvedAt,
    string? ResolvedBy);

internal sealed record QuarantineOriginAnswer(string Kind, string Name, string Fingerprint, IReadOnlyList<string> Header, string Delimiter);

internal sealed record QuarantinePageAnswer(IReadOnlyList<QuarantinedAnswer> Items, long? Next);

internal sealed record QuarantineRulesAnswer(long Total, IReadOnlyList<RuleCount> Items);

internal sealed record DismissedAnswer(long Dismissed);

internal sealed record ReplayTrialsAnswer(IReadOnlyList<ReplayTrial> Items);
