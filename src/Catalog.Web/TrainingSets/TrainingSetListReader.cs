using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.TrainingSets;

/// <summary>Reads pages of the list of training sets. Thread-safe.</summary>
public sealed class TrainingSetListReader(TrainingSetService sets)
{
    public const int PageSize = 50;

    /// <summary>How many of the newest are counted and filtered.</summary>
    public const int MaxRead = 2000;

    /// <summary>A page of those of a service, newest first.</summary>
    /// <param name="service">Only those of this feature service; null or empty for all.</param>
    /// <param name="from">Those before the page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<TrainingSetList> ReadAsync(string? service, int from, CancellationToken cancellationToken)
    {
        var all = await sets.ListAsync(before: null, MaxRead, cancellationToken);
        var found = string.IsNullOrEmpty(service) ? all : [.. all.Where(set => set.Definition.FeatureService == service)];
        return new TrainingSetList(
            [.. found.Skip(from).Take(PageSize)],
            found.Count,
            all.Count,
            [.. all.Select(static set => set.Definition.FeatureService).OfType<string>().CountBy(static name => name).OrderBy(static count => count.Key, StringComparer.Ordinal)]);
    }
}

/// <summary>A page of training sets.</summary>
/// <param name="Sets">Those of the page, newest first.</param>
/// <param name="Found">How many fit the filter.</param>
/// <param name="All">How many there are, <see cref="TrainingSetListReader.MaxRead"/> at most.</param>
/// <param name="Services">The services that they are made of, with how many of each.</param>
public sealed record TrainingSetList(IReadOnlyList<TrainingSet> Sets, int Found, int All, IReadOnlyList<KeyValuePair<string, int>> Services)
{
    /// <summary>Whether there may be more than were counted.</summary>
    public bool IsCut => All == TrainingSetListReader.MaxRead;
}
