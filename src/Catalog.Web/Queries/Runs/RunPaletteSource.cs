using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Offers the latest runs in the palette.</summary>
internal sealed class RunPaletteSource(IRunQueries runs, TimeProvider clock) : IPaletteSource
{
    private const int Searched = 100;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        if (query.Length == 0)
        {
            return [];
        }

        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var latest = await runs.ListAsync(new RunFilter { Limit = Searched }, cancellationToken);
        return
        [
            .. latest.Runs.Where(run => Array.TrueForAll(words, word => TextOf(run).Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Take(limit)
                .Select(run => new PaletteItem(PaletteGroup.Runs, RunWords.TitleOf(run), RunWords.HrefOf(run), "activity")
                {
                    IsIdentifier = true,
                    Note = run.Title,
                    Status = RunWords.StatusOf(run),
                    StatusText = Durations.Age(Instant.Now(clock) - run.LastSeen),
                }),
        ];
    }

    private static string TextOf(RunSummary run) => $"{RunWords.TitleOf(run)} {run.Title} {run.RunId}";
}
