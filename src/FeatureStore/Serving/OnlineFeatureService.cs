using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Selection;
using Microsoft.Extensions.Options;

namespace FeatureStore.Serving;

/// <summary>Looks features up, for every door alike. Thread-safe.</summary>
public sealed class OnlineFeatureService
{
    private readonly IOnlineStore _store;
    private readonly LookupPlanCache _plans;
    private readonly TimeProvider _clock;
    private readonly ServingOptions _options;
    private readonly LookupLatencies _latencies;
    private readonly FeatureStoreMetrics _metrics;
    private readonly LookupRecorder? _recorder;
    private readonly ServedVersions _served;
    private readonly StaleReads? _stale;
    private readonly SlowLookups? _slow;
    private readonly LookupBufferPool _pool = new();

    internal OnlineFeatureService(
        IOnlineStore store,
        ServedVersions served,
        TimeProvider clock,
        IOptions<FeatureStoreOptions> options,
        LookupLatencies latencies,
        FeatureStoreMetrics metrics,
        LookupRecorder? recorder = null,
        StaleReads? stale = null,
        SlowLookups? slow = null)
    {
        (_store, _clock, _latencies, _metrics, _recorder, _served, _stale, _slow) = (store, clock, latencies, metrics, recorder, served, stale, slow);
        _options = options.Value.Serving;
        _plans = new LookupPlanCache(served);
    }

    /// <summary>Answers one lookup as of now. While the online store is away, with what was read before if the settings say so (<see cref="OnlineFeaturesResponse.StaleAsOf"/>).</summary>
    /// <returns>The answer. Let go of it with <see cref="OnlineFeaturesResponse.Release"/> once it is written down.</returns>
    /// <exception cref="FeatureStoreException">
    /// The request is wrong (its code says how), or the store failed: <see cref="FeatureStoreErrorCode.OnlineStoreUnavailable"/>,
    /// <see cref="FeatureStoreErrorCode.CorruptData"/>.
    /// </exception>
    public async ValueTask<OnlineFeaturesResponse> GetAsync(OnlineFeaturesRequest request, CancellationToken cancellationToken)
    {
        var (start, paused) = (_clock.GetTimestamp(), GC.GetTotalPauseDuration());
        CheckFeatureCount(request.Features.Count);
        await _served.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var plan = _plans.Get(request);
        request.Grants?.Check(request, plan, _served.Registry);
        CheckFeatureCount(plan.Columns.Count);
        var planning = _clock.GetElapsedTime(start);
        var rowCount = RowCountOf(request, plan);
        var keys = ConvertKeys(request, plan, rowCount);
        var trace = _recorder?.Begin();
        var requests = RequestConversion.ConvertAll(request, plan.Requests);
        var buffers = _pool.Take(plan.SlotCount, rowCount);
        var execution = new LookupExecution(plan, buffers, keys, requests, Instant.Now(_clock), trace);
        var features = await execution.RunAsync(_store, _stale, cancellationToken).ConfigureAwait(false);
        if (trace is not null)
        {
            _recorder?.Record(trace);
        }

        var duration = _clock.GetElapsedTime(start);
        _latencies.Add(plan.Views, duration);
        request.Grants?.Answered(request, rowCount);
        _metrics.LookedUp(duration, rowCount, features, isStale: execution.StaleAsOf is not null);
        if (_slow?.IsSlow(duration) == true)
        {
            _slow.Add(new SlowLookup
            {
                At = Instant.Now(_clock), Duration = duration, FeatureService = request.FeatureService, Views = plan.Views, Features = plan.Columns.Count, EntityRows = rowCount,
                Planning = planning, Reading = execution.Reading, Computing = duration - planning - execution.Reading, Paused = GC.GetTotalPauseDuration() - paused,
            });
        }

        return new OnlineFeaturesResponse(rowCount, [.. EntityColumns(request, plan, keys, rowCount), .. features])
        {
            StaleAsOf = execution.StaleAsOf,
            Released = trace is null ? () => _pool.Return(buffers) : null, // A logged answer is written down later.
        };
    }

    private void CheckFeatureCount(int count)
    {
        if (count > _options.MaxFeatures)
        {
            throw TooLarge($"The lookup asks for '{count}' features", _options.MaxFeatures, nameof(ServingOptions.MaxFeatures));
        }
    }

    private int RowCountOf(OnlineFeaturesRequest request, LookupPlan plan)
    {
        // Views without entities have one row, which answers also a request that names no entity at all.
        var rowCount = request.Entities.Count == 0 ? 1 : request.Entities[0].Values.Count;
        foreach (var column in request.Entities)
        {
            if (column.Values.Count != rowCount)
            {
                throw new FeatureStoreException(
                    FeatureStoreErrorCode.UnequalEntityColumns,
                    $"All entity columns must have the same length: '{request.Entities[0].Name}' has '{rowCount}' values and '{column.Name}' has '{column.Values.Count}'.");
            }
        }

        if (rowCount > _options.MaxEntities)
        {
            throw TooLarge($"The lookup is for '{rowCount}' entities", _options.MaxEntities, nameof(ServingOptions.MaxEntities));
        }

        var values = (long)rowCount * plan.SlotCount;
        return values <= _options.MaxValues
            ? rowCount
            : throw TooLarge($"The lookup asks for '{values}' values ({rowCount} entities x {plan.SlotCount} features)", _options.MaxValues, nameof(ServingOptions.MaxValues));
    }

    private static FeatureStoreException TooLarge(string what, int limit, string setting) => new(
        FeatureStoreErrorCode.TooLarge, $"{what}; the limit is {limit}. Send several requests, or raise '{FeatureStoreOptions.Section}:Serving:{setting}'.");

    private static Value[][] ConvertKeys(OnlineFeaturesRequest request, LookupPlan plan, int rowCount)
    {
        var missing = plan.Keys.Where(key => request.FindColumn(key.Column) is null).Select(static key => $"'{key.Column}'").Distinct().ToList();
        if (missing.Count > 0)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.MissingJoinKey,
                $"Missing join key values for keys: {string.Join(", ", missing)}. Provided: {(request.Entities.Count == 0 ? "none" : string.Join(", ", request.Entities.Select(static column => $"'{column.Name}'")))}.");
        }

        var keys = new Value[plan.Keys.Count][];
        for (var i = 0; i < keys.Length; i++)
        {
            var entity = plan.Keys[i].Entity;
            var given = request.FindColumn(plan.Keys[i].Column)!.Values; // Checked above.
            keys[i] = new Value[rowCount];
            for (var row = 0; row < rowCount; row++)
            {
                keys[i][row] = KeyConversion.Convert(given[row], entity, rowCount == 1 ? null : row);
            }
        }

        return keys;
    }

    private static IEnumerable<OnlineColumn> EntityColumns(OnlineFeaturesRequest request, LookupPlan plan, Value[][] keys, int rowCount)
    {
        var present = new FieldStatus[rowCount];
        Array.Fill(present, FieldStatus.Present);
        var epoch = new Instant[rowCount];
        foreach (var column in request.Entities)
        {
            for (var key = 0; key < keys.Length; key++)
            {
                if (plan.Keys[key].Column == column.Name)
                {
                    yield return new OnlineColumn
                    {
                        Name = column.Name, Type = plan.Keys[key].Entity.Type, Values = keys[key], Statuses = present, EventTimes = epoch,
                    };
                    break;
                }
            }
        }
    }
}
