using System.Text.Json;
using System.Text.Json.Serialization;
using FeatureStore.Erasures;
using Lineage.Runs;

namespace Catalog.Web.Http;

/// <summary>Shapes erasures for answers; none names the entity. Times are RFC 3339 in UTC.</summary>
internal static class ErasureAnswers
{
    internal static ErasureAnswer Of(Erasure erasure, RunProgress? progress = null) => new(
        erasure.Id,
        Words.Of(erasure.State),
        erasure.JoinKeys,
        erasure.Fingerprint,
        erasure.IsForever,
        erasure.Through?.ToString(),
        erasure.CreatedAt.ToString(),
        erasure.EndedAt?.ToString(),
        erasure.RequestedBy,
        erasure.Reason,
        progress is null || erasure.HasEnded ? null : RunAnswers.Of(progress),
        [.. erasure.Places.Select(Of)],
        erasure.ErrorCode is null ? null : new RunErrorAnswer(erasure.ErrorCode, erasure.ErrorMessage ?? string.Empty));

    internal static ErasedPlaceAnswer Of(ErasedPlace place) => new(
        Words.Of(place.Kind), place.Name, Words.Of(place.Outcome), place.Count, place.Partition, place.File, place.Sha256, place.NewFile, place.NewSha256, place.Note);
}

/// <summary>An erasure; <c>through</c> is missing while it runs and for one that holds for ever.</summary>
internal sealed record ErasureAnswer(
    Guid Id,
    string State,
    IReadOnlyList<string> JoinKeys,
    string Fingerprint,
    bool Forever,
    string? Through,
    string CreatedAt,
    string? EndedAt,
    string? RequestedBy,
    string? Reason,
    RunProgressAnswer? Progress,
    IReadOnlyList<ErasedPlaceAnswer>? Places,
    RunErrorAnswer? Error);

/// <summary>A place; <c>count</c> is null where the rows of the entity were not counted.</summary>
internal sealed record ErasedPlaceAnswer(
    string Kind, string Name, string Outcome, long? Count, int? Partition, string? File, string? Sha256, string? NewFile, string? NewSha256, string? Note);

internal sealed record ErasurePreviewAnswer(IReadOnlyList<string> JoinKeys, IReadOnlyList<ErasedPlaceAnswer> Places);

internal sealed record ErasurePageAnswer(IReadOnlyList<ErasureAnswer> Items, Guid? Next);

/// <summary>Which entity is to be erased.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ErasureBody(IReadOnlyDictionary<string, JsonElement>? Key, bool? Forever, string? Reason, string? RequestedBy);
