using Catalog.Core.Values;
using FeatureStore.Access;

namespace Catalog.Web.Consumers;

/// <summary>A consumer with its keys and what it read.</summary>
internal sealed record ConsumerFacts(Consumer Consumer, IReadOnlyList<ConsumerKey> Keys, IReadOnlyList<ReadCount> Reads)
{
    internal long Lookups => Reads.Sum(static count => count.Lookups);

    internal long Refused => Reads.Sum(static count => count.Refused);

    internal Instant? LastAt => Reads.Count == 0 ? null : Reads.Max(static count => count.LastAt);
}
