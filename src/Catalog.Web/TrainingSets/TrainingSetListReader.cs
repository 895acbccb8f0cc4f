using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.TrainingSets;

/// <summary>Reads pages of the list of training sets. Thread-safe.</summary>
public sealed class TrainingSetListReader(TrainingSetService sets)
{
    public const int PageSize = 50;

    /// <summary>How many of the newest are counted and filtered.</summary>
    public const int MaxRead = 2000;

    /// <summary>A page, newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="from">Those before the page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<TrainingSetList> ReadAsync(TrainingSetFilter filter, int from, CancellationToken cancellationToken)
    {
        var all = await sets.ListAsync(before: null, MaxRead, cancellationToken);
        List<TrainingSet> found = [.. all.Where(filter.Fits)];
        return new TrainingSetList(
            [.. found.Skip(from).Take(PageSize)],
            found.Count,
            all.Count,
            all.Where((filter with { State = null }).Fits).CountBy(static set => set.State).ToDictionary(),
            Count(all.Where((filter with { Service = null }).Fits).Select(static set => set.Definition.FeatureService).OfType<string>()),
            Count(all.Where((filter with { View = null }).Fits).SelectMany(static set => TrainingSetWords.ViewsOf(set))));
    }

    private static List<KeyValuePair<string, int>> Count(IEnumerable<string> names) => [.. names.CountBy(static name => name).OrderBy(static count => count.Key, StringComparer.Ordinal)];
}

/// <summary>A page of training sets, with what each filter would give beside the others.</summary>
/// <param name="Sets">Those of the page, newest first.</param>
/// <param name="Found">How many fit the filter.</param>
/// <param name="All">How many there are, <see cref="TrainingSetListReader.MaxRead"/> at most.</param>
/// <param name="States">How many there are in each state; what there is none of is absent.</param>
/// <param name="Services">The services that they are made of, with how many of each.</param>
/// <param name="Views">The views that they are made of, with how many of each.</param>
public sealed record TrainingSetList(
    IReadOnlyList<TrainingSet> Sets,
    int Found,
    int All,
    IReadOnlyDictionary<TrainingSetState, int> States,
    IReadOnlyList<KeyValuePair<string, int>> Services,
    IReadOnlyList<KeyValuePair<string, int>> Views)
{
    /// <summary>Whether there may be more than were counted.</summary>
    public bool IsCut => All == TrainingSetListReader.MaxRead;
}
