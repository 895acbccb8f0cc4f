using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Proof;
using FeatureStore.Verifications;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>How agreements are written and drawn.</summary>
internal static class ProofWords
{
    /// <summary>One cell for each of the last 30 UTC days, the last one today.</summary>
    internal static IReadOnlyList<HeatCell> Days(IReadOnlyList<AgreementDay> history, Instant now)
    {
        var days = history.ToLookup(static point => point.Day);
        var today = DateOnly.FromDateTime(now.ToDateTime());
        return [.. Enumerable.Range(1 - HistorySeries.Days, HistorySeries.Days).Select(today.AddDays).Select(day => Cell(day, [.. days[day]]))];
    }

    /// <summary>Versions as people list them, for example <c>versions 3 and 2</c>.</summary>
    internal static string VersionsOf(IEnumerable<int> versions) => versions.Select(static version => Numbers.Count(version)).ToArray() switch
    {
        [var only] => $"version {only}",
        var several => $"versions {Lists.And(several)}",
    };

    /// <summary>The strip in a sentence.</summary>
    internal static string Sentence(IReadOnlyList<HeatCell> days)
    {
        int Count(CheckOutcome outcome) => days.Count(cell => cell.Outcome == outcome);
        return $"30 days: {Numbers.Count(Count(CheckOutcome.Pass), "day")} without a difference, {Numbers.Count(Count(CheckOutcome.Fail), "day")} with differences, {Numbers.Count(Count(CheckOutcome.Skip), "day")} without a comparison";
    }

    /// <summary>Why lookups could not be compared.</summary>
    internal static string ReasonOf(string reason) => reason switch
    {
        NotComparedReason.DefinitionGone => "The view version is not defined any more.",
        NotComparedReason.NotKeptOffline => "The view is not kept offline.",
        NotComparedReason.OneStoreOnly => "A push put events of the key into one store only.",
        NotComparedReason.ProgressUnknown => "The view had no writer in the process that answered, so that a missing row proves nothing.",
        NotComparedReason.NotOffline => "The view was changed before the events that the lookup saw were written to files.",
        NotComparedReason.SeveralPartitions => "The events are in several partitions of the log, which have no order among each other.",
        NotComparedReason.Erased => "The entity was erased after the lookup.",
        NotComparedReason.HistoryNotKept => "Retention has removed events that the lookup had seen.",
        NotComparedReason.Stale => "The online store was away, and the answer was made of rows read before and marked as stale.",
        NotComparedReason.WrittenDirectly => "The row that answered was written into the online store directly, without an event.",
        _ => reason,
    };

    /// <summary>One side of a difference. Numbers that look the same are told apart by their bits.</summary>
    internal static string ValueOf(ComparedValue value, ComparedValue other)
        => value.Value is not { } text ? Numbers.None : value.Value == other.Value && value.Bits != other.Bits ? $"{text} (bits {value.Bits})" : text;

    private static HeatCell Cell(DateOnly day, IReadOnlyList<AgreementDay> points)
    {
        var differences = points.Sum(static point => point.Differences);
        return points.Count == 0
            ? new HeatCell(CheckOutcome.Skip, $"{Times.Day(day)}: nothing compared")
            : new HeatCell(
                differences == 0 ? CheckOutcome.Pass : CheckOutcome.Fail,
                $"{Times.Day(day)}: {Numbers.Count(differences, "difference")} in {Numbers.Count(points.Sum(static point => point.Compared), "lookup")}");
    }
}
