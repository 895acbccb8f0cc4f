using Catalog.Core.Values;
using Catalog.Definitions;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Replays;

namespace Catalog.Web.Queries.Quarantine;

/// <summary>Reads what the quarantine pages show. Thread-safe.</summary>
public sealed class QuarantineViewReader(IQuarantineStore store, EventNumbers events, DefinitionRegistry registry, QuarantinedPayloads payloads, TimeProvider clock)
{
    /// <summary>Events of one page.</summary>
    public const int PageSize = 50;

    /// <summary>Days of a strip.</summary>
    public const int DayCount = 30;

    /// <summary>The page of a source; null when there is no such source and nothing of it was ever refused.</summary>
    public async Task<QuarantineView?> ReadAsync(QuarantineAddress address, CancellationToken cancellationToken)
    {
        var source = registry.Current.FindSource(address.Source);
        var states = await CountStatesAsync(address.Source, cancellationToken);
        if (source is null && states.Values.Sum() == 0)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var from = today.AddDays(1 - DayCount);
        var page = await store.GetPageAsync(address.Filter, address.Cursor, PageSize, cancellationToken);
        return new QuarantineView
        {
            Address = address,
            Source = source,
            Contract = source?.Contract is { } contract ? registry.FindContract(contract) : null,
            States = states,
            Rules = await ReadRulesAsync(address, states, from, today, cancellationToken),
            From = from,
            To = today,
            Page = page,
            Total = await store.CountAsync(address.Filter, cancellationToken),
            Selected = await SelectAsync(address, page, source, cancellationToken),
        };
    }

    /// <summary>One page of events alone, as the table asks for it again and again.</summary>
    public Task<QuarantinePage> ReadPageAsync(QuarantineAddress address, CancellationToken cancellationToken)
        => store.GetPageAsync(address.Filter, address.Cursor, PageSize, cancellationToken);

    /// <summary>Number of events of the filter.</summary>
    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) => store.CountAsync(filter, cancellationToken);

    /// <summary>Marks the open events of the filter as not wanted.</summary>
    /// <returns>How many there were.</returns>
    public Task<long> DismissAsync(QuarantineFilter filter, CancellationToken cancellationToken)
        => store.DismissAsync(filter with { State = QuarantineState.Open }, Instant.Now(clock), by: null, cancellationToken);

    private async Task<Dictionary<QuarantineState, long>> CountStatesAsync(string source, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<QuarantineState, long>();
        foreach (var state in Enum.GetValues<QuarantineState>())
        {
            counts[state] = await store.CountAsync(new QuarantineFilter { Source = source, State = state }, cancellationToken);
        }

        return counts;
    }

    private async Task<IReadOnlyList<RuleVolume>> ReadRulesAsync(
        QuarantineAddress address, Dictionary<QuarantineState, long> states, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var filter = new QuarantineFilter { Source = address.Source, State = address.State };
        var days = (await store.CountByDayAsync(filter, address.Day, from, to, cancellationToken)).ToLookup(static count => count.Rule);
        var records = (await events.CountAsync([address.Source], cancellationToken))[address.Source] + states[QuarantineState.Open] + states[QuarantineState.Dismissed];
        return
        [
            .. (await store.CountByRuleAsync(filter, cancellationToken)).Select(count => new RuleVolume(
                count.Rule, Spread(days[count.Rule], from), count.Count, records is null or 0 ? null : (double)count.Count / records)),
        ];
    }

    private static long[] Spread(IEnumerable<RuleDayCount> counts, DateOnly from)
    {
        var days = new long[DayCount];
        foreach (var count in counts)
        {
            days[count.Day.DayNumber - from.DayNumber] = count.Count;
        }

        return days;
    }

    private async Task<QuarantinedDetail?> SelectAsync(QuarantineAddress address, QuarantinePage page, Source? source, CancellationToken cancellationToken)
    {
        var asked = address.Selected is { } id ? page.Events.FirstOrDefault(known => known.Id == id) ?? await FindAsync(id, address.Source, cancellationToken) : null;
        var item = asked ?? (page.Events is [var first, ..] ? first : null);
        if (item is { IsWhole: false })
        {
            item = await FindAsync(item.Id, address.Source, cancellationToken);
        }

        if (item is null)
        {
            return null;
        }

        var payload = await payloads.ShowAsync(item, cancellationToken);
        var fields = payload is null ? RecordFields.Read(item) : RecordFields.Read(payload);
        var (mark, refused) = RawMarks.Find(item, fields, source);
        var ids = page.Events.Select(static known => known.Id).ToList();
        var place = ids.IndexOf(item.Id);
        return new QuarantinedDetail(
            item, fields, payload is null ? mark : default, refused, payload, place > 0 ? ids[place - 1] : null, place >= 0 && place < ids.Count - 1 ? ids[place + 1] : null);
    }

    private async Task<QuarantinedEvent?> FindAsync(long id, string source, CancellationToken cancellationToken)
        => await store.FindAsync(id, cancellationToken) is { } found && found.Origin.Source == source ? found : null;
}
