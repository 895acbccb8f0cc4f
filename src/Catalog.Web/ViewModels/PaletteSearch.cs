namespace Catalog.Web.ViewModels;

/// <summary>Asks every supplier of the palette and orders what they know.</summary>
public sealed class PaletteSearch(IEnumerable<IPaletteSource> sources, TimeProvider clock)
{
    /// <summary>The most items shown in one group once something is typed.</summary>
    public const int GroupLimit = 5;

    /// <summary>The most items shown in one group before anything is typed.</summary>
    public const int OpeningLimit = 10;

    /// <summary>Starts a query that wants actions only.</summary>
    public const char ActionsOnly = '>';

    /// <summary>Finds what <paramref name="text"/> names, grouped by kind, actions last.</summary>
    public async Task<PaletteHits> FindAsync(string text, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var trimmed = text.Trim();
        var actionsOnly = trimmed.StartsWith(ActionsOnly);
        var query = trimmed.TrimStart(ActionsOnly).Trim();

        var limit = query.Length == 0 ? OpeningLimit : GroupLimit;

        var found = await Task.WhenAll(sources.Select(source => source.FindAsync(query, limit, cancellationToken)));
        var groups = found
            .SelectMany(items => items)
            .Where(item => !actionsOnly || item.Group == PaletteGroup.Actions)
            .GroupBy(item => item.Group)
            .OrderBy(group => group.Key)
            .Select(group => new PaletteHitGroup(group.Key, [.. group.Take(limit)]))
            .ToList();
        return new PaletteHits(query, groups, clock.GetElapsedTime(started));
    }
}
