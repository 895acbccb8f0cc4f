using System.Text.Json.Serialization;
using FeatureStore.Access;

namespace Catalog.Web.Http;

/// <summary>Shapes consumers and their keys for answers. Times are RFC 3339 in UTC.</summary>
internal static class ConsumerAnswers
{
    internal static ConsumerAnswer Of(Consumer consumer, IReadOnlyList<ConsumerKey>? keys = null, IReadOnlyList<ReadCount>? reads = null)
        => new(consumer.Name, consumer.Owner, consumer.Purpose, consumer.FeatureServices, consumer.CreatedAt.ToString(), keys is null ? null : [.. keys.Select(Of)], reads is null ? null : [.. reads.Select(Of)]);

    internal static ConsumerKeyAnswer Of(ConsumerKey key)
        => new(key.Id, key.Prefix, key.CreatedAt.ToString(), key.ExpiresAt?.ToString(), key.RevokedAt?.ToString(), key.LastUsedAt?.ToString());

    private static ReadCountAnswer Of(ReadCount count) => new(count.FeatureService, count.Lookups, count.Refused, count.Entities, count.LastAt.ToString());

    internal static MadeKeyAnswer Of(MadeKey made)
        => new(made.Text, made.Key.Id, made.Key.Prefix, made.Key.CreatedAt.ToString(), made.Key.ExpiresAt?.ToString());
}

internal sealed record ConsumerAnswer(
    string Name,
    string Owner,
    string? Purpose,
    IReadOnlyList<string> FeatureServices,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ConsumerKeyAnswer>? Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReadCountAnswer>? Reads);

internal sealed record ConsumerListAnswer(IReadOnlyList<ConsumerAnswer> Items);

internal sealed record ConsumerKeyAnswer(Guid Id, string Prefix, string CreatedAt, string? ExpiresAt, string? RevokedAt, string? LastUsedAt);

internal sealed record ReadCountAnswer(string? FeatureService, long Lookups, long Refused, long Entities, string LastAt);

internal sealed record MadeKeyAnswer(string Key, Guid Id, string Prefix, string CreatedAt, string? ExpiresAt);

/// <summary>A consumer to register.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewConsumerBody(string? Name, string? Owner, string? Purpose, IReadOnlyList<string>? FeatureServices);

/// <summary>What a consumer is to be from now on.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsumerBody(string? Owner, string? Purpose, IReadOnlyList<string>? FeatureServices);

/// <summary>A key to make.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewKeyBody(string? ExpiresAt);
