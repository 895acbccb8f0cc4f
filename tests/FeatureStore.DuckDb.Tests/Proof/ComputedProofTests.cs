using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Verifications;

namespace FeatureStore.DuckDb.Tests.Proof;

/// <summary>Features of on-demand views that were served are computed again from the inputs logged with them.</summary>
public sealed class ComputedProofTests
{
    private static readonly OnDemandFeatureView Basket = new()
    {
        Name = "basket",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Sources = [Projection("newest"), Projection("windowed"), Projection("strict") with { JoinKeyMap = new Dictionary<string, string> { ["id"] = "friend" } }],
        Requests = [new RequestSource("order", [new RequestValue("price", new DataType(ScalarType.Double), null), new RequestValue("note", new DataType(ScalarType.String), null)])],
        Features =
        [
            new OnDemandFeature { Name = "share", Type = new DataType(ScalarType.Double), Expression = "price / windowed.amount_7d" },
            new OnDemandFeature { Name = "gap", Type = new DataType(ScalarType.Double), Expression = "coalesce(newest.amount, 0.0) - strict.amount" },
            new OnDemandFeature { Name = "noted", Type = new DataType(ScalarType.String), From = "note" },
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Verify_ComputedFeatures_AgreeAndSoDoTheStoredOnesThatTheyRead(int seed)
    {
        await using var proof = await StartAsync(seed);
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            await ServeAsync(proof, [.. Enumerable.Range(0, 4).Select(_ => (random.Next(8), random.Next(8), random.Next(4) switch { 0 => null, 1 => double.NaN, 2 => -0.0, _ => (double?)random.NextDouble() }))]);
            proof.Clock.Advance(TimeSpan.FromMinutes(random.Next(60)));
        }

        var (verification, views) = await proof.VerifyAsync();

        Assert.Empty(views.SelectMany(static view => view.Rows));
        Assert.Equal((800L, 0L), (verification.Compared, verification.Differences));
        Assert.Empty(verification.NotCompared);
        var computed = views.Single(static view => view.View == Basket.Id);
        Assert.Equal([("share", 200L), ("gap", 200L), ("noted", 200L)], computed.Features.Select(static feature => (feature.Name, feature.Compared)));
        Assert.InRange(computed.Keys, 1, 64);
        Assert.Equal([true, false, false, false], views.Select(static view => view.IsComputed));
    }

    [Theory]
    [InlineData("share", "share")]
    [InlineData("order.price", "share")]
    [InlineData("windowed.amount_7d", "share")]
    [InlineData("strict.amount", "gap")]
    public async Task Verify_ALoggedValueOfAComputationWasChanged_ReportsThatFeature(string changed, string feature)
    {
        await using var proof = await StartAsync(5);
        await ServeAsync(proof, (1, 2, 10.0));
        var logged = (await ReadAsync(proof)).Single(static lookup => lookup.Shape.View == Basket.Id);
        string[] names = [.. logged.Shape.Features, .. logged.Shape.ComputedFrom!.Inputs];
        Assert.Equal(["gap", "newest.amount", "noted", "order.note", "order.price", "share", "strict.amount", "windowed.amount_7d"], names.Order(StringComparer.Ordinal));
        var place = Array.IndexOf(names, changed);
        var values = logged.Values.ToArray();
        values[place] = Value.Of(values[place].IsNull ? 1.5 : BitConverter.Int64BitsToDouble(values[place].Bits64 + (1L << 40)));
        await proof.Log.AppendAsync([logged with { Values = values }], Token);

        var (verification, views) = await proof.VerifyAsync(new VerificationRequest { Views = ["basket"] });

        Assert.Equal((2L, 1L), (verification.Compared, verification.Differences));
        var row = Assert.Single(Assert.Single(views).Rows);
        Assert.Equal((feature, "friend=2, id=1"), (row.Feature, row.Key));
        Assert.NotEqual(row.Served.Bits, row.Recomputed.Bits);
    }

    [Fact]
    public async Task Verify_AnEventTimeOfAComputationWasChanged_ReportsIt()
    {
        await using var proof = await StartAsync(5);
        await ServeAsync(proof, (1, 2, 10.0));
        var logged = (await ReadAsync(proof)).Single(static lookup => lookup.Shape.View == Basket.Id);
        await proof.Log.AppendAsync([logged with { EventTimes = [logged.EventTimes[0] + TimeSpan.FromSeconds(1), .. logged.EventTimes[1..]] }], Token);

        var (_, views) = await proof.VerifyAsync(new VerificationRequest { Views = ["basket"] });

        Assert.Equal("share", Assert.Single(Assert.Single(views).Rows).Feature);
    }

    [Fact]
    public async Task Verify_TheDefinitionWasChangedSince_ComparesByTheVersionThatWasInForce()
    {
        await using var proof = await StartAsync(5);
        await ServeAsync(proof, (1, 2, 10.0), (2, 3, 11.0));
        proof.Registry.Apply(Basket with { Version = 2, Features = [Basket.Features[0] with { Expression = "price * 2.0" }, .. Basket.Features.Skip(1)] });
        await ServeAsync(proof, (1, 2, 10.0));

        var (verification, views) = await proof.VerifyAsync(new VerificationRequest { Views = ["basket"] });

        Assert.Equal((3L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal([(1, 2L), (2, 1L)], views.Select(static view => (view.View.Version, view.Compared)));
    }

    [Fact]
    public async Task Verify_TheDefinitionIsGone_SaysSo()
    {
        await using var proof = await StartAsync(5);
        await ServeAsync(proof, (1, 2, 10.0));
        var logged = (await ReadAsync(proof)).Single(static lookup => lookup.Shape.View == Basket.Id);
        var shape = logged.Shape;
        await proof.Log.AppendAsync(
            [logged with { Shape = new LookupShape(shape.Service, new FeatureViewId("basket", 7), shape.Ttl, shape.StrictBefore, shape.Features, shape.OwnRows, shape.ComputedFrom) }], Token);

        var (verification, _) = await proof.VerifyAsync(new VerificationRequest { Views = ["basket"] });

        Assert.Equal((1L, 0L), (verification.Compared, verification.Differences));
        Assert.Equal([new KeyValuePair<string, long>(NotComparedReason.DefinitionGone, 1)], verification.NotCompared);
    }

    private static FeatureProjection Projection(string view) => new(view, [], null, new Dictionary<string, string>());

    private static async Task<ProofFixture> StartAsync(int seed)
    {
        var proof = await new ProofFixture(ProofViews.All).StartAsync();
        proof.Registry.Apply(Basket);
        foreach (var view in ProofViews.All)
        {
            var log = ProofViews.Events(view, new Random(seed), Instant.Now(proof.Clock), 200);
            await proof.ArriveAsync(view, log, log.Count);
        }

        return proof;
    }

    private static Task<OnlineFeaturesResponse> ServeAsync(ProofFixture proof, params (int Id, int Friend, double? Price)[] rows) => proof.ServeAsync(
        [.. Basket.Features.Select(static feature => $"basket:{feature.Name}")],
        [
            new EntityColumn("id", [.. rows.Select(static row => Value.Of((long)row.Id))]),
            new EntityColumn("friend", [.. rows.Select(static row => Value.Of((long)row.Friend))]),
            new EntityColumn("price", [.. rows.Select(static row => row.Price is { } price ? Value.Of(price) : Value.Null)]),
            new EntityColumn("note", [.. rows.Select(static row => Value.Of($"note {row.Id}"))]),
        ]);

    private static async Task<List<LoggedLookup>> ReadAsync(ProofFixture proof)
    {
        await proof.Recorder.FlushAsync(Token);
        return await proof.Log.ReadAsync(0, long.MaxValue, static _ => true, Token).ToListAsync(Token);
    }
}
