using System.Globalization;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.OnDemand;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Tests.Expressions;
using FeatureStore.TrainingSets;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>What was trained equals what was served, for features that are computed on demand: every value, bit for bit.</summary>
public sealed class OnDemandJoinTests
{
    private static readonly Instant Start = new(1_700_000_000_000_000);

    private static readonly Entity Customer = new() { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" };

    private static readonly FeatureView Plain = View("plain") with
    {
        Ttl = TimeSpan.FromDays(10),
        Features =
        [
            Newest("a", ScalarType.Int64), Newest("x", ScalarType.Double), Newest("p", ScalarType.Bool), Newest("s", ScalarType.String),
            Newest("words", ScalarType.String, isList: true), Newest("narrow", ScalarType.Float),
        ],
    };

    private static readonly FeatureView Windowed = View("windowed") with
    {
        Features =
        [
            new Feature { Name = "amount_7d", Type = new DataType(ScalarType.Double), From = string.Empty, Aggregation = new Aggregation("sum", "amount", null, TimeSpan.FromDays(7), TimeSpan.FromHours(1), null) },
            new Feature { Name = "last_3", Type = new DataType(ScalarType.Double, IsList: true), From = string.Empty, Aggregation = new Aggregation("last_n", "amount", null, TimeSpan.FromDays(7), TimeSpan.FromHours(1), 3) },
        ],
        Inputs = [new ViewInput("amount", new DataType(ScalarType.Double))],
    };

    // The names are those of random expressions, half of them stored and half of them given.
    private static readonly OnDemandFeatureView Mix = new()
    {
        Name = "mix",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Sources = [new FeatureProjection("plain", [], null, new Dictionary<string, string>()), new FeatureProjection("windowed", [], null, new Dictionary<string, string>())],
        Requests =
        [
            new RequestSource("asked",
            [
                new RequestValue("b", new DataType(ScalarType.Int64), null), new RequestValue("y", new DataType(ScalarType.Double), null), new RequestValue("q", new DataType(ScalarType.Bool), null),
                new RequestValue("t", new DataType(ScalarType.String), null), new RequestValue("more", new DataType(ScalarType.Int64, IsList: true), null), new RequestValue("small", new DataType(ScalarType.Float), null),
            ]),
        ],
        Features = [],
    };

    private static readonly OnDemandFeature[] Fixed =
    [
        Computed("word_count", ScalarType.Int64, "list_length(words)"), Computed("rising", ScalarType.Double, "coalesce(amount_7d, 0) * y"), Computed("two", ScalarType.Int64, "1 + 1"),
        Computed("quoted", ScalarType.Double, "windowed.amount_7d / nullif(plain.a, 0)"), Computed("both", ScalarType.Double, "narrow + small"),
        new OnDemandFeature { Name = "newest_3", Type = new DataType(ScalarType.Double, IsList: true), From = "windowed.last_3" },
        new OnDemandFeature { Name = "given", Type = new DataType(ScalarType.Int64, IsList: true), From = "more" },
        new OnDemandFeature { Name = "half", Type = new DataType(ScalarType.Float), From = "small" },
        new OnDemandFeature { Name = "asked_y", Type = new DataType(ScalarType.Double), From = "asked.y" },
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Training_RandomExpressionsAndInputs_EqualsWhatLookupsServed(int seed)
    {
        var random = new Random(seed);
        var expressions = new RandomExpressions(random);
        await using var both = new OnDemandServedAndTrained(Plain, Windowed);
        both.Registry.Apply(Mix with { Features = [.. Fixed, .. Enumerable.Range(0, 40).Select(i => RandomFeature(expressions, random, i)).OfType<OnDemandFeature>()] });
        await both.WriteAsync(Plain, Log(random, 120, () => PlainRow(expressions, random)));
        await both.WriteAsync(Windowed, Log(random, 120, () => [random.Next(6) == 0 ? Value.Null : Value.Of(random.NextDouble() * 100), Value.Null]));
        var view = both.Registry.FindOnDemandView("mix")!;
        string[] features = [.. view.Features.Select(static feature => $"mix:{feature.Name}"), "plain:a"];

        var (rows, served) = (new List<JsonObject>(), new List<Value[]>());
        for (var asked = 0; asked < 60; asked++)
        {
            // A lookup knows the newest event only, so every one is asked after the last.
            var at = new Instant(Start.UnixMicroseconds + ((15 + random.Next(12)) * 24L * 3_600_000_000));
            var (key, given) = (random.Next(7), Given(expressions, random));
            var answer = await both.ServeAsync(at, features, [new EntityColumn("id", [Value.Of((long)key)]), .. given.Select(static value => new EntityColumn(value.Name, [value.Value]))]);
            served.Add([.. answer.Columns.Skip(1).Select(static column => column.Values[0])]);
            rows.Add(Row(key, at, given));
        }

        both.Clock.Set(new DateTimeOffset(Start.ToDateTime(), TimeSpan.Zero) + TimeSpan.FromDays(100));
        await both.StartAsync();
        var trained = await both.TrainAsync(features, rows);

        Assert.Equal(["id", "event_timestamp", "b", "y", "q", "t", "more", "small", "a", .. view.Features.Select(static feature => feature.Name)], trained.Columns.Select(static column => column.Name));
        Assert.Equal(served.Count, trained.Rows.Count);
        for (var row = 0; row < served.Count; row++)
        {
            Value[] expected = [served[row][^1], .. served[row][..^1]];
            Assert.True(expected.SequenceEqual(trained.Rows[row].Skip(8)), $"{rows[row].ToJsonString()}: {string.Join(" | ", expected)} :: {string.Join(" | ", trained.Rows[row])}");
        }

        Assert.All(Enumerable.Range(0, Fixed.Length), feature => Assert.Contains(served, row => !row[feature].IsNull));
        Assert.Contains(served, static row => row[0].IsNull);
    }

    /// <summary>PIT-14.</summary>
    [Fact]
    public async Task Training_OneOfManyOutputs_GivesThatColumnAloneAsLookupsDo()
    {
        await using var both = new OnDemandServedAndTrained(Plain, Windowed);
        both.Registry.Apply(Mix with { Features = Fixed });
        await both.WriteAsync(Plain, [new FeatureRow([Value.Of(3L)], Start, Start, 0, PlainRow(new RandomExpressions(new Random(1)), new Random(1)))]);
        var served = await both.ServeAsync(Start, ["mix:word_count"], [new EntityColumn("id", [Value.Of(3L)])]);
        await both.StartAsync();

        var trained = await both.TrainAsync(["mix:word_count"], "rows.csv", string.Create(CultureInfo.InvariantCulture, $"id,event_timestamp\n3,{Start}\n"));

        Assert.Equal(["id", "word_count"], served.Columns.Select(static column => column.Name));
        Assert.Equal(["id", "event_timestamp", "word_count"], trained.Columns.Select(static column => column.Name));
        Assert.Equal(served.Columns[1].Values[0], Assert.Single(trained.Rows)[2]);
    }

    [Fact]
    public async Task Training_FeatureNamedAsTheRowNumber_IsRefused()
    {
        await using var both = new OnDemandServedAndTrained(Plain);
        both.Registry.Apply(Request("twice", "2 * n", ScalarType.Int64) with { Features = [Computed("file_row_number", ScalarType.Int64, "2 * n")] });
        await both.StartAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => both.TrainAsync(["twice:file_row_number"], "rows.csv", "n,event_timestamp\n1,2024-01-01T00:00:00Z\n"));

        Assert.Contains("'file_row_number'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_ManyRows_ComputesEachInItsPlace()
    {
        await using var both = new OnDemandServedAndTrained(Plain);
        both.Registry.Apply(Request("twice", "2 * n", ScalarType.Int64));
        await both.StartAsync();

        var rows = Enumerable.Range(0, 10_000).Select(static n => string.Create(CultureInfo.InvariantCulture, $"{n},2024-01-01T00:00:00Z"));
        var trained = await both.TrainAsync(["twice:value"], "rows.csv", "n,event_timestamp\n" + string.Join('\n', rows));

        Assert.Equal(Enumerable.Range(0, 10_000).Select(static n => Value.Of(2L * n)), trained.Rows.Select(static row => row[2]));
    }

    [Theory]
    [InlineData(ScalarType.Int64, "12\n 13 \n-1\n", "12,13,-1,null")]
    [InlineData(ScalarType.Double, "1\n1.5e3\n.5\nNaN\n-Infinity\n+2.\n", "1,1500,0.5,NaN,-Infinity,2,null")]
    [InlineData(ScalarType.Float, "0.1\n", "0.1,null")]
    [InlineData(ScalarType.Bool, "true\nFALSE\n", "true,false,null")]
    [InlineData(ScalarType.String, "007\n", "007,null")]
    [InlineData(ScalarType.Timestamp, "2024-01-01\n2024-01-01T01:00:00+01:00\n", "2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,null")]
    public async Task Training_TextOfAFrame_IsReadAsTheDeclaredType(ScalarType type, string texts, string expected)
    {
        await using var both = new OnDemandServedAndTrained(Plain);
        both.Registry.Apply(Request("given", null, type));
        await both.StartAsync();

        var lines = (texts + "\n").Split('\n')[..^1].Select(static text => $"{text},2024-01-01T00:00:00Z");
        var trained = await both.TrainAsync(["given:value"], "rows.csv", "n,event_timestamp\n" + string.Join('\n', lines));

        Assert.Equal(expected, string.Join(',', trained.Rows.Select(static row => row[2].ToString())));
        Assert.All(trained.Rows, static row => Assert.Equal(row[0].ToString(), row[2].ToString()));
    }

    [Theory]
    [InlineData(ScalarType.Int64, "1.5")]
    [InlineData(ScalarType.Int64, "9223372036854775808")]
    [InlineData(ScalarType.Double, "one")]
    [InlineData(ScalarType.Double, "1e999")]
    [InlineData(ScalarType.Float, "1e300")]
    [InlineData(ScalarType.Bool, "yes")]
    [InlineData(ScalarType.Timestamp, "soon")]
    public async Task Training_TextThatDoesNotFit_FailsWithRowAndColumnAsLookupsDo(ScalarType type, string text)
    {
        await using var both = new OnDemandServedAndTrained(Plain);
        both.Registry.Apply(Request("given", null, type));
        await both.StartAsync();

        var set = await both.EndOfAsync(["given:value"], "rows.csv", $"n,event_timestamp\n,2024-01-01T00:00:00Z\n{text},2024-01-01T00:00:00Z\n");
        var refused = await Assert.ThrowsAsync<FeatureStoreException>(() => both.ServeAsync(Start, ["given:value"], [new EntityColumn("n", [Value.Of(text)])]));

        Assert.Equal(TrainingSetState.Failed, set.State);
        Assert.Equal("invalid-entity-frame", set.ErrorCode);
        Assert.Contains($"in row 2, column 'n', the value '{text}' is no {new DataType(type)}, the type of the request value 'n'.", set.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(FeatureStoreErrorCode.InvalidRequestValue, refused.ErrorCode);
    }

    [Fact]
    public async Task Training_FrameWithoutARequestColumn_IsRefusedUpFront()
    {
        await using var both = new OnDemandServedAndTrained(Plain);
        both.Registry.Apply(Request("given", null, ScalarType.Int64));
        using var frame = await both.Sets.ReceiveFrameAsync("rows.csv", new MemoryStream("m,event_timestamp\n1,2024-01-01T00:00:00Z\n"u8.ToArray()), Token);

        var refused = await Assert.ThrowsAsync<FeatureStoreException>(
            () => both.Sets.CreateAsync(new TrainingSetRequest { Definition = new TrainingSetDefinition { Features = ["given:value"] } }, frame, Token));

        Assert.Equal(
            "The entity frame has no column 'n' with the request value of type 'int64' that the on-demand view 'given' needs. Its columns are 'm', 'event_timestamp'.", refused.Message);
    }

    private static OnDemandFeatureView Request(string name, string? expression, ScalarType type) => Mix with
    {
        Name = name,
        Sources = [],
        Requests = [new RequestSource("asked", [new RequestValue("n", new DataType(type), null)])],
        Features = [new OnDemandFeature { Name = "value", Type = new DataType(type), Expression = expression, From = expression is null ? "n" : null }],
    };

    private static OnDemandFeature? RandomFeature(RandomExpressions expressions, Random random, int number)
    {
        var depth = random.Next(1, 5);
        var text = (number % 4) switch { 0 => expressions.Whole(depth), 1 => expressions.Floating(depth), 2 => expressions.Text(depth), _ => expressions.Bool(depth) };
        var inputs = OnDemandInputs.Of(Mix.Sources, Mix.Requests, static name => name == "plain" ? Plain : Windowed);
        var compiled = inputs.Compile(text.Text, out var error);
        Assert.True(compiled is not null, $"{text.Text}: {error}");
        return compiled.Type is { } type ? new OnDemandFeature { Name = $"f{number}", Type = type, Expression = text.Text } : null;
    }

    private static FeatureRow[] Log(Random random, int count, Func<Value[]> values)
    {
        var rows = new FeatureRow[count];
        var at = Start.UnixMicroseconds;
        for (var i = 0; i < count; i++)
        {
            at += random.NextInt64(5 * 3_600_000_000L);
            rows[i] = new FeatureRow([Value.Of((long)random.Next(6))], new Instant(at), new Instant(at), i, values());
        }

        return rows;
    }

    private static Value[] PlainRow(RandomExpressions expressions, Random random)
    {
        var row = expressions.Row();
        return
        [
            ToValue(row[0]), ToValue(row[2]), ToValue(row[4]), ToValue(row[6]),
            random.Next(4) == 0 ? Value.Null : Value.OfList(ScalarType.String, [Value.Of("é"), Value.Null, Value.Of("")]), random.Next(4) == 0 ? Value.Null : Value.Of(random.NextSingle()),
        ];
    }

    private static (string Name, Value Value)[] Given(RandomExpressions expressions, Random random)
    {
        var row = expressions.Row();
        return
        [
            ("b", ToValue(row[1])), ("y", ToValue(row[3])), ("q", ToValue(row[5])), ("t", ToValue(row[7])),
            ("more", random.Next(4) == 0 ? Value.Null : Value.OfList(ScalarType.Int64, [Value.Of(random.NextInt64()), Value.Null, Value.Of(0L)])), ("small", random.Next(4) == 0 ? Value.Null : Value.Of(random.NextSingle())),
        ];
    }

    /// <summary>The row of a frame: floating numbers as text, since JSON knows no NaN.</summary>
    private static JsonObject Row(long key, Instant at, (string Name, Value Value)[] given)
    {
        var row = new JsonObject { ["id"] = key, ["event_timestamp"] = at.ToString() };
        foreach (var (name, value) in given)
        {
            row[name] = value switch
            {
                { IsNull: true } => null,
                { Type.IsList: true } => new JsonArray([.. value.AsList().Select(static item => item.IsNull ? null : JsonValue.Create(item.AsInt64()))]),
                { Type.Element: ScalarType.Int64 } => JsonValue.Create(value.AsInt64()),
                { Type.Element: ScalarType.Bool } => JsonValue.Create(value.AsBool()),
                _ => JsonValue.Create(value.ToString()),
            };
        }

        return row;
    }

    private static Value ToValue(object? value) => value switch
    {
        null => Value.Null,
        long whole => Value.Of(whole),
        double number => Value.Of(number),
        bool answer => Value.Of(answer),
        _ => Value.Of((string)value),
    };

    private static Feature Newest(string name, ScalarType type, bool isList = false) => new() { Name = name, Type = new DataType(type, isList), From = name };

    private static OnDemandFeature Computed(string name, ScalarType type, string expression) => new() { Name = name, Type = new DataType(type), Expression = expression };

    private static FeatureView View(string name) => new()
    {
        Name = name, Version = 1, Domain = "shop", Owner = "crew", Source = "events", TimestampColumn = "at", Entities = [Customer], Features = [],
    };
}
