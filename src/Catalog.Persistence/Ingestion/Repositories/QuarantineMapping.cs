using System.Text;
using Catalog.Persistence.Model;
using Ingestion.Model;

namespace Catalog.Persistence.Ingestion.Repositories;

/// <summary>Refused events as rows and back.</summary>
internal static class QuarantineMapping
{
    private const int SearchedCharacters = 1_000;

    internal static QuarantinedEntity ToRow(QuarantinedEvent refused, long originId) => new()
    {
        OriginId = originId,
        Source = refused.Origin.Source,
        RecordNumber = refused.RecordNumber,
        LineNumber = refused.LineNumber,
        ByteOffset = refused.ByteOffset,
        Raw = refused.Raw.ToArray(),
        Text = SearchedText(refused.Raw.Span),
        Violations = BodyJson.Write(refused.Violations),
        ArrivalTime = refused.ArrivalTime,
        EventTime = refused.EventTime,
        Contract = refused.Contract,
        ContractVersion = refused.ContractVersion,
        RunId = refused.RunId,
        State = QuarantineState.Open,
    };

    internal static QuarantinedEvent ToEvent(QuarantinedEntity row, QuarantineOrigin origin) => new()
    {
        Id = row.Id,
        Origin = origin,
        RecordNumber = row.RecordNumber,
        LineNumber = row.LineNumber,
        ByteOffset = row.ByteOffset,
        Raw = row.Raw,
        Violations = BodyJson.Read<List<Violation>>(row.Violations),
        ArrivalTime = row.ArrivalTime,
        EventTime = row.EventTime,
        Contract = row.Contract,
        ContractVersion = row.ContractVersion,
        RunId = row.RunId,
        State = row.State,
        ResolvedAt = row.ResolvedAt,
        ResolvedBy = row.ResolvedBy,
    };

    internal static IEnumerable<string> RulesOf(QuarantinedEvent refused) => refused.Violations.Select(static violation => violation.Rule).Distinct(StringComparer.Ordinal);

    // PostgreSQL takes no zero character in text; the raw bytes keep it.
    private static string SearchedText(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, SearchedCharacters * 4)]).Replace('\0', ' ').ToLowerInvariant();
        return text.Length <= SearchedCharacters ? text : text[..SearchedCharacters];
    }
}
