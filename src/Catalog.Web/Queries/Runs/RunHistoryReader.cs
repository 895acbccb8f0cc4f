using Catalog.Core.Values;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Reads when the runs of the last day began. Thread-safe.</summary>
public sealed class RunHistoryReader(IRunQueries runs, TimeProvider clock)
{
    private const int PageSize = 200;
    private const int MostRuns = 1_000;

    /// <summary>The last day. Of very many runs only the latest are read, and the answer says so.</summary>
    public async Task<RunHistory> ReadAsync(CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        var found = new List<RunSummary>();
        string? cursor = null;
        do
        {
            var page = await runs.ListAsync(new RunFilter { Limit = PageSize, Cursor = cursor }, cancellationToken);
            found.AddRange(page.Runs);
            cursor = page.NextCursor;
        }
        while (cursor is not null && found.Count < MostRuns && now - (found[^1].StartedAt ?? found[^1].LastSeen) < TimeSpan.FromDays(1));

        return RunHistory.Of(found, now, isCut: cursor is not null && found.Count >= MostRuns);
    }
}
