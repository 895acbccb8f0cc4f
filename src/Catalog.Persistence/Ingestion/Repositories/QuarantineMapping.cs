using System.Text;
using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Persistence.Ingestion.Repositories;

/// <summary>Refused events as rows and back.</summary>
internal static class QuarantineMapping
{
    private const int SearchedCharacters = 1_000;

    /// <summary>Bytes of a character in UTF-8.</summary>
    private const int LongestCharacter = 4;

    private static readonly DateOnly Epoch = new(1970, 1, 1);

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
        ArrivalDay = DayOf(refused.ArrivalTime),
        EventDay = DayOf(refused.EventTime ?? refused.ArrivalTime),
        Contract = refused.Contract,
        ContractVersion = refused.ContractVersion,
        RunId = refused.RunId,
        State = QuarantineState.Open,
    };

    /// <summary>A UTC day as the rows hold it: days since 1970.</summary>
    internal static int ToNumber(DateOnly day) => day.DayNumber - Epoch.DayNumber;

    /// <summary>The UTC day of that number.</summary>
    internal static DateOnly ToDay(int number) => DateOnly.FromDayNumber(number + Epoch.DayNumber);

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

    /// <summary>The event with the first bytes of a long record, cut between two characters.</summary>
    internal static QuarantinedEvent Beginning(QuarantinedEvent whole)
    {
        if (whole.Raw.Length <= IQuarantineStore.ListedBytes)
        {
            return whole;
        }

        var length = IQuarantineStore.ListedBytes;
        while (length > IQuarantineStore.ListedBytes - LongestCharacter && (whole.Raw.Span[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return whole with { Raw = whole.Raw[..length].ToArray(), RawLength = whole.RawLength };
    }

    internal static IEnumerable<string> RulesOf(QuarantinedEvent refused) => refused.Violations.Select(static violation => violation.Rule).Distinct(StringComparer.Ordinal);

    private static int DayOf(Instant time)
    {
        var day = Math.DivRem(time.UnixMicroseconds, TimeSpan.MicrosecondsPerDay, out var rest) - (rest < 0 ? 1 : 0);
        return (int)Math.Clamp(day, ToNumber(DateOnly.MinValue), ToNumber(DateOnly.MaxValue));
    }

    // PostgreSQL takes no zero character in text; the raw bytes keep it.
    private static string SearchedText(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, SearchedCharacters * 4)]).Replace('\0', ' ').ToLowerInvariant();
        return text.Length <= SearchedCharacters ? text : text[..SearchedCharacters];
    }
}
