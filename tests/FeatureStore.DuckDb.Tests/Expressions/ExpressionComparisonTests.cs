using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Expressions;

namespace FeatureStore.DuckDb.Tests.Expressions;

/// <summary>Where the language of features and DuckDB's SQL mean the same, they give the same.</summary>
public sealed class ExpressionComparisonTests
{
    private const int RowCount = 400;

    private static readonly (string Name, DataType Type)[] Columns =
    [
        ("a", new(ScalarType.Int64)), ("b", new(ScalarType.Int64)), ("x", new(ScalarType.Double)), ("y", new(ScalarType.Double)),
        ("p", new(ScalarType.Bool)), ("q", new(ScalarType.Bool)), ("s", new(ScalarType.String)), ("t", new(ScalarType.String)), ("w", new(ScalarType.Timestamp)),
    ];

    private static readonly string[] Shared =
    [
        "a + b * 2 - 3", "(a + b) * 2", "a % b", "-a % 3", "a / b", "x / y", "x - y - a", "x * 2.5", "- -a", "a - -b", "x + 1e3",
        "a = b", "a <> b", "a < x", "x >= y", "x = y", "s < t", "s = t", "s >= 'ä'", "w > TIMESTAMP '2011-06-01'", "w BETWEEN '2011-01-01' AND '2011-12-31'",
        "p AND q", "p OR q", "NOT p", "NOT p AND q", "p OR NOT q AND p", "NOT (p OR q)", "p = q", "p IS NULL", "a IS NOT NULL AND x IS NULL", "a = NULL", "NULL AND p", "NULL OR p",
        "a IN (1, 2, 3)", "a IN (1, NULL)", "a NOT IN (1, 2)", "a NOT IN (1, NULL)", "a IN (b, 2)", "s IN ('a', 'b%', '😀')", "x NOT IN (0.5, a)",
        "a BETWEEN 0 AND b", "a NOT BETWEEN b AND 3", "x BETWEEN y AND 3", "s BETWEEN 'a' AND 'b'", "NOT a BETWEEN 1 AND 2 OR p",
        "s LIKE 'a%'", "s LIKE '_'", "s LIKE '%b%'", "s NOT LIKE '%A'", "s LIKE '%!%' ESCAPE '!'", "s || t LIKE '%a%b%'",
        "CASE WHEN a > 2 THEN 'big' WHEN a > 0 THEN s ELSE 'small' END", "CASE WHEN p THEN a END", "CASE WHEN p THEN a ELSE x END", "CASE s WHEN 'a' THEN 1 WHEN t THEN 2 ELSE 3 END",
        "s || '-' || t", "coalesce(a, b, 0)", "coalesce(x, a)", "nullif(a, b)", "nullif(s, 'a')", "least(a, b, 2)", "greatest(x, y)", "greatest(s, t)",
        "abs(a)", "abs(x)", "sign(a)", "floor(x)", "ceil(x)", "round(x)", "round(x, 1)", "sqrt(abs(a))", "ln(abs(x) + 1)", "log10(abs(a) + 1)", "exp(a)", "power(a, 2)", "sin(a)", "cos(x)",
        "length(s)", "upper(s)", "lower(s)", "substr(s, 1, 1)", "substr(s || t, 2)", "replace(s, 'a', 'xy')", "split_part(s || ',' || t, ',', 2)",
        "starts_with(s, 'a')", "ends_with(s, 'b')", "contains(s, '%')",
        "year(w)", "month(w)", "day(w)", "hour(w)", "minute(w)", "second(w)", "epoch(w)",
        "date_trunc('second', w)", "date_trunc('minute', w)", "date_trunc('hour', w)", "date_trunc('day', w)", "date_trunc('week', w)", "date_trunc('month', w)", "date_trunc('quarter', w)", "date_trunc('year', w)",
    ];

    private static readonly (string Ours, string Theirs)[] Spelled =
    [
        ("day_of_week(w)", "isodow(w)"), ("day_of_year(w)", "dayofyear(w)"), ("div(a, b)", "a // b"), ("add_seconds(w, a)", "w + to_seconds(a)"),
        ("w - TIMESTAMP '2011-01-01'", "epoch(w) - epoch(TIMESTAMP '2011-01-01')"), ("CAST(s AS int64)", "TRY_CAST(s AS BIGINT)"), ("CAST(a AS string)", "a::VARCHAR"), ("CAST(a AS bool)", "a::BOOLEAN"),
        ("CAST(p AS int64)", "p::BIGINT"), ("CAST(x AS int64)", "trunc(x)::BIGINT"), ("CAST(x AS float)", "x::FLOAT"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Evaluate_WhatBothUnderstand_GivesWhatDuckDbGives()
    {
        using var database = new TestDatabase();
        var rows = Fill(database.Connection);
        var scope = new ExpressionScope(Columns);
        var pairs = Shared.Select(static text => (Ours: text, Theirs: text)).Concat(Spelled).Select(pair => (Compiled: Compile(pair.Ours, scope), pair.Theirs)).ToList();
        var columns = pairs.Select(static pair => $"CAST(({pair.Theirs}) AS {SqlType(pair.Compiled)})");
        using var reader = database.Connection.Query($"SELECT {string.Join(", ", columns)} FROM events ORDER BY number", Token);

        var row = 0;
        while (reader.ReadChunk(out var chunk))
        {
            for (var i = 0; i < chunk.RowCount; i++, row++)
            {
                for (var column = 0; column < pairs.Count; column++)
                {
                    var compiled = pairs[column].Compiled;
                    var (expected, actual) = (ValueReading.Read(chunk[column], i, compiled.Type ?? default), compiled.Evaluate(rows[row]));
                    Assert.True(IsSame(expected, actual), $"{compiled.Text} with {string.Join(", ", rows[row])}: DuckDB gives {expected}, {actual} came.");
                }
            }
        }

        Assert.Equal(RowCount, row);
    }

    private static CompiledExpression Compile(string text, ExpressionScope scope)
    {
        var compiled = CompiledExpression.Compile(text, scope, out var error);
        Assert.True(compiled is not null, $"{text}: {error}");
        return compiled;
    }

    private static Value[][] Fill(DuckDbConnection connection)
    {
        connection.Execute("SET ieee_floating_point_ops = false", Token);
        connection.Execute("CREATE TEMP TABLE events (number BIGINT, a BIGINT, b BIGINT, x DOUBLE, y DOUBLE, p BOOLEAN, q BOOLEAN, s VARCHAR, t VARCHAR, w TIMESTAMP)", Token);
        var random = new Random(20111209);
        var rows = new Value[RowCount][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = [Whole(), Whole(), Number(), Number(), Bool(), Bool(), Text(), Text(), Time()];
            Value[] parameters = [Value.Of((long)i), .. rows[i][..^1], rows[i][^1].IsNull ? Value.Null : Value.Of(rows[i][^1].AsInt64())];
            connection.Execute("INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, make_timestamp($10::BIGINT))", Token, parameters);
        }

        return rows;

        Value Whole() => Maybe(Value.Of(random.NextInt64(-3, 8)));
        Value Number() => Maybe(Value.Of(Pick(0, 0.5, -1.5, 2, 2.25, -7, 1e6, 123.456)));
        Value Bool() => Maybe(Value.Of(random.Next(2) == 0));
        Value Text() => Maybe(Value.Of(Pick(string.Empty, "a", "A", "ab", "b%", "ä", "😀", "\uffee", "12", "-3")));
        Value Time() => Maybe(Value.Of(new Instant(random.NextInt64(-2_000_000_000_000_000, 3_000_000_000_000_000))));
        Value Maybe(Value value) => random.Next(5) == 0 ? Value.Null : value;
        T Pick<T>(params T[] items) => items[random.Next(items.Length)];
    }

    private static string SqlType(CompiledExpression compiled) => compiled.Type?.Element switch
    {
        ScalarType.Bool => "BOOLEAN",
        ScalarType.Int64 => "BIGINT",
        ScalarType.Double => "DOUBLE",
        ScalarType.Timestamp => "TIMESTAMP",
        _ => "VARCHAR",
    };

    // Logarithms and powers may differ in the last bit between two mathematical libraries.
    private static bool IsSame(Value expected, Value actual)
        => expected == actual || (expected.Type == actual.Type && expected.Type.Element == ScalarType.Double
            && Math.Abs(expected.AsDouble() - actual.AsDouble()) <= 1e-12 * Math.Max(1, Math.Abs(expected.AsDouble())));
}
