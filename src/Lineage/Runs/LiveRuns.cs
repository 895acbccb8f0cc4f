using System.Collections.Concurrent;
using Lineage.Model;

namespace Lineage.Runs;

/// <summary>The runs that this process is carrying out.</summary>
internal sealed class LiveRuns
{
    private readonly ConcurrentDictionary<RunKey, JournaledRun> _runs = new();

    public bool TryAdd(JournaledRun run) => _runs.TryAdd(run.Key, run);

    public bool Remove(JournaledRun run) => _runs.TryRemove(KeyValuePair.Create(run.Key, run));

    public IReadOnlyCollection<JournaledRun> All => [.. _runs.Values];

    public JournaledRun? Find(RunKey key) => _runs.GetValueOrDefault(key);
}
