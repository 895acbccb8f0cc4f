using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Explanations;
using FeatureStore.Model;
using FeatureStore.Proof;
using FeatureStore.Serving;

namespace FeatureStore.DuckDb.Tests.Explanations;

/// <summary>An explanation gives the value that was served, bit for bit, and the events that it lists as counted give it again.</summary>
public sealed class ExplanationPropertyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ExplainAsync_WithoutATime_GivesWhatALookupGives(int seed)
    {
        var random = new Random(seed);
        await using var proof = new ProofFixture(ProofViews.All);
        var late = 0;
        foreach (var view in ProofViews.All)
        {
            var log = ProofViews.Events(view, random, Instant.Now(proof.Clock), 240);
            for (var end = 60; end <= log.Count; end += 60)
            {
                await proof.ArriveAsync(view, log, end, flush: true);
                proof.Clock.Set(log[end - 1].ArrivalTime.ToDateTimeOffset() + TimeSpan.FromMinutes(random.Next(400)));
                var keys = new long[] { 0, 1, 5, 99 };
                var answer = await proof.ServeAsync(view, keys);
                foreach (var (row, key) in keys.Index())
                {
                    foreach (var (place, column) in answer.Columns.Skip(1).Index())
                    {
                        var explanation = await ExplainAsync(proof, view, place, key, at: null, sequence: null);
                        AssertServed(explanation, column.Statuses[row], column.EventTimes[row], column.Values[row]);
                        Assert.Equal((explanation.Result, true), (explanation.Served?.Value, explanation.Served?.IsEqual));
                        late += explanation.Window?.TooLate > 0 ? 1 : 0;
                    }
                }
            }
        }

        Assert.True(late > 0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ExplainAsync_LoggedLookup_GivesWhatWasServedThen(int seed)
    {
        var random = new Random(seed);
        await using var proof = await new ProofFixture(ProofViews.All).StartAsync();
        foreach (var view in ProofViews.All)
        {
            var log = ProofViews.Events(view, random, Instant.Now(proof.Clock), 200);
            for (var end = 0; end < log.Count;)
            {
                end = Math.Min(log.Count, end + random.Next(10, 60));
                await proof.ArriveAsync(view, log, end);
                await proof.ServeAsync(view, random.Next(6), 99);
            }
        }

        await proof.FlushAsync();
        await proof.Recorder.FlushAsync(Token);
        var compared = 0;
        await foreach (var lookup in proof.Log.ReadAsync(0, long.MaxValue, static _ => true, Token))
        {
            var view = ProofViews.All.Single(view => view.Id == lookup.Shape.View);
            for (var i = 0; i < lookup.Values.Length; i++)
            {
                var place = view.Features.Index().First(feature => feature.Item.Name == lookup.Shape.Features[i]).Index;
                var bound = lookup.BoundOf(i < lookup.Shape.OwnRows ? 1 + i : 0);
                var explanation = await ExplainAsync(proof, view, place, KeyOf(lookup), lookup.Time, bound);
                AssertServed(explanation, lookup.Statuses[i], lookup.EventTimes[i], lookup.Values[i]);
                compared++;
            }
        }

        Assert.True(compared > 50);
    }

    private static long KeyOf(LoggedLookup lookup) => long.Parse(lookup.Key.ToString().Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<Explanation> ExplainAsync(ProofFixture proof, FeatureView view, int feature, long key, Instant? at, long? sequence) => await proof.Explanations.ExplainAsync(
        new ExplanationRequest
        {
            Feature = $"{view.Name}:{view.Features[feature].Name}",
            Entities = [new EntityColumn("id", [Value.Of(key)])],
            At = at,
            Sequence = sequence,
        },
        Token);

    private static void AssertServed(Explanation explanation, FieldStatus status, Instant eventTime, Value value)
    {
        Assert.Equal((status.ToWireName(), value), (explanation.Result.Status, explanation.Value));
        if (status != FieldStatus.NotFound)
        {
            Assert.Equal(eventTime, explanation.Result.EventTime);
        }

        if (explanation.Window is not null)
        {
            Recomputed.AssertSame(explanation);
        }
        else
        {
            var answers = explanation.Newest!.Rows.Where(static row => row.Outcome == EventOutcome.Answers).ToList();
            Assert.Equal(status is FieldStatus.Present or FieldStatus.NullValue ? 1 : 0, answers.Count);
            Assert.Equal(status is FieldStatus.OutsideMaxAge ? 1 : 0, explanation.Newest.Rows.Count(static row => row.Outcome == EventOutcome.TooOld));
            Assert.All(answers, row => Assert.True(row.Operand == value || value.IsNull));
        }
    }
}
