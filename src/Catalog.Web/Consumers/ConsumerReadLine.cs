using FeatureStore.Access;

namespace Catalog.Web.Consumers;

/// <summary>What a consumer may read, or has read, of one feature service.</summary>
/// <param name="Service">Its name; null for lookups by references.</param>
/// <param name="IsGranted">Whether it may read it; null for lookups by references, which its services decide.</param>
/// <param name="Count">How often it did; null for never.</param>
public sealed record ConsumerReadLine(string? Service, bool? IsGranted, ReadCount? Count)
{
    /// <summary>All that it was granted, then what it asked for beside that, then lookups by references.</summary>
    public static IReadOnlyList<ConsumerReadLine> Of(Consumer consumer, IReadOnlyList<ReadCount> counts)
    {
        var byService = counts.Where(static count => count.FeatureService is not null).ToDictionary(static count => count.FeatureService!, StringComparer.Ordinal); // Checked before.
        var everything = consumer.ReadsEverything;
        return
        [
            .. consumer.FeatureServices.Select(name => new ConsumerReadLine(name, IsGranted: true, byService.GetValueOrDefault(name))),
            .. byService.Where(entry => !consumer.FeatureServices.Contains(entry.Key)).Select(entry => new ConsumerReadLine(entry.Key, everything, entry.Value)),
            .. counts.Where(static count => count.FeatureService is null).Select(static count => new ConsumerReadLine(Service: null, IsGranted: null, count)),
        ];
    }
}
