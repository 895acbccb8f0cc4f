using Catalog.Core.Values;
using Catalog.Web.ViewModels;
using FeatureStore.Access;

namespace Catalog.Web.Consumers;

/// <summary>How consumers and their keys are called, drawn and reached.</summary>
internal static class ConsumerWords
{
    internal const string Icon = "key-round";

    internal const string ListHref = "/consumers";

    /// <summary>Long enough to hand out another key.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    internal static string HrefOf(string name) => $"{ListHref}/{Uri.EscapeDataString(name)}";

    /// <summary>Whether a key opens anything now.</summary>
    internal static bool Counts(ConsumerKey key, Instant now) => key.RevokedAt is null && (key.ExpiresAt is not { } end || end > now);

    internal static (Status Status, string Words) StateOf(ConsumerKey key, Instant now) => key switch
    {
        { RevokedAt: not null } => (Status.Unknown, "Revoked"),
        _ when !Counts(key, now) => (Status.Stale, "Expired"),
        { ExpiresAt: { } end } when end - now < Soon => (Status.Late, "Expires soon"),
        _ => (Status.Fresh, "Counts"),
    };
}
