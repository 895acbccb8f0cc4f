using System.Text.Json.Serialization;
using FeatureStore.Proof;
using FeatureStore.Verifications;
using Lineage.Runs;

namespace Catalog.Web.Http;

/// <summary>Shapes verifications for answers. Times are RFC 3339 in UTC.</summary>
internal static class VerificationAnswers
{
    internal static VerificationAnswer Of(Verification verification, IReadOnlyList<ViewAgreement>? views = null, RunProgress? progress = null) => new(
        verification.Compared,
        verification.Differences,
        verification.Values,
        verification.NotCompared.Values.Sum(),
        verification.NotCompared,
        verification.Damaged,
        verification.Id,
        Words.Of(verification.State),
        verification.IsScheduled,
        verification.Request.Views,
        verification.Request.Service,
        verification.Request.From?.ToString(),
        verification.Request.To?.ToString(),
        verification.CreatedAt.ToString(),
        verification.EndedAt?.ToString(),
        progress is null || verification.HasEnded ? null : RunAnswers.Of(progress),
        views is null ? null : [.. views.Select(Of)],
        verification.ErrorCode is null ? null : new RunErrorAnswer(verification.ErrorCode, verification.ErrorMessage ?? string.Empty));

    private static ViewAgreementAnswer Of(ViewAgreement agreement) => new(
        agreement.View.Name,
        agreement.View.Version,
        agreement.Compared,
        agreement.Differences,
        agreement.Values,
        agreement.Keys,
        agreement.NotCompared,
        agreement.Files,
        agreement.Snapshot,
        agreement.FirstLookup?.ToString(),
        agreement.LastLookup?.ToString(),
        agreement.Features,
        [.. agreement.Rows.Select(static row => new DifferingValueAnswer(
            row.Lookup, row.Service, row.Key, row.At.ToString(), row.Sequence, row.Feature, Of(row.Served), Of(row.Recomputed)))]);

    private static ComparedValueAnswer Of(ComparedValue value) => new(value.Status, value.Value, value.Bits, value.EventTime?.ToString());
}

internal sealed record VerificationAnswer(
    long Compared,
    long Differences,
    long Values,
    long NotCompared,
    IReadOnlyDictionary<string, long> NotComparedByReason,
    long Damaged,
    Guid Id,
    string State,
    bool Scheduled,
    IReadOnlyList<string> OfViews,
    string? OfService,
    string? From,
    string? To,
    string CreatedAt,
    string? EndedAt,
    RunProgressAnswer? Progress,
    IReadOnlyList<ViewAgreementAnswer>? Views,
    RunErrorAnswer? Error);

internal sealed record ViewAgreementAnswer(
    string View,
    int Version,
    long Compared,
    long Differences,
    long Values,
    long Keys,
    IReadOnlyDictionary<string, long> NotComparedByReason,
    int Files,
    long Snapshot,
    string? FirstLookup,
    string? LastLookup,
    IReadOnlyList<FeatureAgreement> Features,
    IReadOnlyList<DifferingValueAnswer> Rows);

internal sealed record DifferingValueAnswer(
    long Lookup, string? Service, string Key, string At, long Sequence, string Feature, ComparedValueAnswer Served, ComparedValueAnswer Recomputed);

internal sealed record ComparedValueAnswer(string Status, string? Value, string? Bits, string? EventTime);

/// <summary>What this process put into the lookup log since it began; answers are keys times views.</summary>
internal sealed record LookupLogAnswer(double SampleRate, long Sampled, long Logged, long Dropped, string? Error)
{
    internal static LookupLogAnswer Of(LookupRecorderCounts counts) => new(counts.SampleRate, counts.Sampled, counts.Recorded, counts.Dropped, counts.Error);
}

internal sealed record VerificationPageAnswer(IReadOnlyList<VerificationAnswer> Items, Guid? Next);

/// <summary>What a caller asks to be compared; everything may be left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record VerificationBody(IReadOnlyList<string>? Views, string? Service, string? From, string? To);
