using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.StreamJoins;
using FeatureStore.Verifications;

namespace FeatureStore.Explanations;

/// <summary>
/// Names the rows that the events of an explanation were joined with. Events hold the values and not where they came from, so the join is made again, as known when each event arrived, and
/// counts only where it gives what the event holds. Thread-safe.
/// </summary>
internal sealed class JoinExplainer(ServedVersions versions, VerificationSources sources, PastJoin past, IEventJoins? joins)
{
    /// <summary>Adds the joins to all events of an explanation.</summary>
    internal async Task<Explanation> AddAsync(FeatureView view, Explanation explanation, CancellationToken cancellationToken)
    {
        if (joins?.AreJoined(view.Source) != true)
        {
            return explanation;
        }

        List<ExplainedEvent> events = [.. explanation.Window?.Before ?? [], .. explanation.Window?.Events ?? [], .. explanation.Window?.After ?? [], .. explanation.Newest?.Rows ?? []];
        var rows = events.ConvertAll(static item => new JoinedEvent(item.EventTime, item.ArrivalTime, item.Sequence));
        var found = await joins.ReadAsync(view, rows, cancellationToken).ConfigureAwait(false);
        var explained = await ExplainAsync([.. found.SelectMany(static item => item)], cancellationToken).ConfigureAwait(false);
        var next = 0;
        var joined = new Queue<ExplainedEvent>(events.Zip(found, (item, joins) => item with { Joins = [.. joins.Select(_ => explained[next++])] }));
        return explanation with
        {
            Window = explanation.Window is { } window ? window with { Before = Next(window.Before), Events = Next(window.Events), After = Next(window.After) } : null,
            Newest = explanation.Newest is { } newest ? newest with { Rows = Next(newest.Rows) } : null,
        };

        IReadOnlyList<ExplainedEvent> Next(IReadOnlyList<ExplainedEvent> items) => [.. items.Select(_ => joined.Dequeue())];
    }

    private async Task<ExplainedJoin[]> ExplainAsync(IReadOnlyList<EventJoin> asked, CancellationToken cancellationToken)
    {
        var explained = new ExplainedJoin[asked.Count];
        foreach (var group in asked.Index().GroupBy(static entry => entry.Item.Joined))
        {
            var open = new List<(EventJoin Join, int Number)>();
            foreach (var (number, join) in group)
            {
                var isAsking = join.Time is not null && !Array.Exists(join.Key, static part => part.IsNull);
                explained[number] = Of(join, isAsking ? JoinOutcome.NotKept : JoinOutcome.NoKey);
                if (isAsking)
                {
                    open.Add((join, number));
                }
            }

            foreach (var view in VersionsOf(group.Key))
            {
                open = open.Count == 0 ? open : await ExplainAsync(view, open, explained, cancellationToken).ConfigureAwait(false);
            }
        }

        return explained;
    }

    /// <summary>Explains the joins that a view version gives.</summary>
    /// <returns>The others.</returns>
    private async Task<List<(EventJoin Join, int Number)>> ExplainAsync(
        FeatureView view, List<(EventJoin Join, int Number)> asked, ExplainedJoin[] explained, CancellationToken cancellationToken)
    {
        await sources.FlushAsync(view.Id, cancellationToken).ConfigureAwait(false);
        var (columns, joined) = (new ViewColumns(view), asked[0].Join.Joined);
        ViewColumn[] wanted = [.. joined.Features.Select(feature => columns.All[columns.PlaceOf(view.Features.Index().First(entry => entry.Item.Name == feature).Index)])];
        var rows = await FindAsync(view, wanted, asked, static join => join.Arrival, cancellationToken).ConfigureAwait(false);
        var byMatch = asked.ToLookup(item => item.Join.Values.Select(CanonicalNumber.Of).SequenceEqual(rows.TryGetValue(item.Number, out var row) ? row.Values : new Value[wanted.Length]));
        var absent = new List<(EventJoin Join, int Number)>();
        foreach (var (join, number) in byMatch[true])
        {
            if (rows.TryGetValue(number, out var row))
            {
                explained[number] = Of(join, JoinOutcome.Joined, view, row);
            }
            else
            {
                absent.Add((join, number));
            }
        }

        await ExplainAbsentAsync(view, absent, explained, cancellationToken).ConfigureAwait(false);
        return [.. byMatch[false]];
    }

    private async Task ExplainAbsentAsync(FeatureView view, List<(EventJoin Join, int Number)> absent, ExplainedJoin[] explained, CancellationToken cancellationToken)
    {
        if (absent.Count == 0)
        {
            return;
        }

        var arrived = await FindAsync(view, [], absent, static _ => Instant.MaxValue, cancellationToken).ConfigureAwait(false);
        var aged = await FindAsync(view with { Ttl = TimeSpan.Zero }, [], absent, static join => join.Arrival, cancellationToken).ConfigureAwait(false);
        foreach (var (join, number) in absent)
        {
            explained[number] = arrived.TryGetValue(number, out var later) ? Of(join, JoinOutcome.NotArrived, view, later)
                : aged.TryGetValue(number, out var older) ? Of(join, JoinOutcome.TooOld, view, older)
                : Of(join, JoinOutcome.NoRow, view);
        }
    }

    private async Task<Dictionary<int, KeyRow>> FindAsync(
        FeatureView view, ViewColumn[] columns, List<(EventJoin Join, int Number)> asked, Func<EventJoin, Instant> knownAt, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<int, KeyRow>();
        int[] keys = [.. view.Entities.Select(entity => asked[0].Join.Joined.JoinKeys.Index().First(key => key.Item == entity.JoinKey).Index)];
        var questions = asked.ConvertAll(item => (new StreamQuestion([.. keys.Select(place => item.Join.Key[place])], item.Join.Time.GetValueOrDefault(), knownAt(item.Join)), item.Number));
        await past.FindAsync(view, columns, questions, rows.Add, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>The versions that an event can have been joined with: the one that answers, then those before it.</summary>
    private IEnumerable<FeatureView> VersionsOf(JoinedView joined)
    {
        var newest = versions.Find(joined.View, joined.Features);
        for (var version = newest?.Version ?? 0; version > 0; version--)
        {
            if (versions.Registry.FindView(joined.View, version) is { Offline: true } view
                && view.Entities.Select(static entity => entity.JoinKey).Order(StringComparer.Ordinal).SequenceEqual(joined.JoinKeys.Order(StringComparer.Ordinal))
                && joined.Features.All(name => view.Features.Any(feature => feature.Name == name && feature.Aggregation is null)))
            {
                yield return view;
            }
        }
    }

    private static ExplainedJoin Of(EventJoin join, JoinOutcome outcome, FeatureView? view = null, KeyRow? row = null) => new()
    {
        View = join.Joined.View,
        Version = view?.Version,
        Key = [.. join.Joined.JoinKeys.Zip(join.Key, static (name, value) => new ExplainedKey(name, value))],
        Columns = [.. join.Joined.Columns.Zip(join.Values, static (name, value) => new ExplainedKey(name, value))],
        Outcome = outcome,
        Row = row is { } found ? new JoinedRow(found.EventTime, found.ArrivalTime, found.Sequence) : null,
    };
}
