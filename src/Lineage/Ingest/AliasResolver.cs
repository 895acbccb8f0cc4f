using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>
/// Decides under which name a dataset with several names is shown. Names that are joined by symlinks are one dataset; of them the
/// name of a table wins, then any other symlink's target, then the name that sorts first. The result does not depend on the order
/// in which symlinks became known, and circles do no harm.
/// </summary>
public static class AliasResolver
{
    /// <summary>The name to show for each of the given names.</summary>
    /// <param name="names">All names of the groups to be resolved.</param>
    /// <param name="symlinks">All symlinks between them.</param>
    public static IReadOnlyDictionary<DatasetId, DatasetId> Resolve(
        IReadOnlyCollection<DatasetId> names, IReadOnlyCollection<(DatasetId From, Symlink Symlink)> symlinks)
    {
        var neighbours = symlinks
            .SelectMany(static link => new[] { (link.From, link.Symlink.Target), (link.Symlink.Target, link.From) })
            .ToLookup(static pair => pair.Item1, static pair => pair.Item2);
        var ranks = symlinks
            .GroupBy(static link => link.Symlink.Target, static link => link.Symlink.IsTable ? 0 : 1)
            .ToDictionary(static group => group.Key, static group => group.Min());
        var shown = new Dictionary<DatasetId, DatasetId>();
        foreach (var name in names.Where(name => !shown.ContainsKey(name)))
        {
            var members = Collect(name, neighbours);
            var best = members
                .OrderBy(member => ranks.GetValueOrDefault(member, 2))
                .ThenBy(static member => member.Namespace, StringComparer.Ordinal)
                .ThenBy(static member => member.Name, StringComparer.Ordinal)
                .First();
            foreach (var member in members)
            {
                shown[member] = best;
            }
        }

        return shown;
    }

    private static HashSet<DatasetId> Collect(DatasetId start, ILookup<DatasetId, DatasetId> neighbours)
    {
        var members = new HashSet<DatasetId> { start };
        var open = new Stack<DatasetId>(members);
        while (open.TryPop(out var name))
        {
            foreach (var neighbour in neighbours[name])
            {
                if (members.Add(neighbour))
                {
                    open.Push(neighbour);
                }
            }
        }

        return members;
    }
}
