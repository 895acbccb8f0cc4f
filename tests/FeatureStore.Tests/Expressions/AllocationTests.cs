namespace FeatureStore.Tests.Expressions;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("seven + three * 2 - seven % 3")]
    [InlineData("half / 3.0 * single - seven")]
    [InlineData("-seven + abs(three) + div(seven, 2) + sign(least)")]
    [InlineData("round(half * 3, 1) + floor(half) + ceil(half) + sqrt(half) + power(half, 2) + exp(half) + ln(half) + log10(half)")]
    [InlineData("distance_m(half, single, three, seven)")]
    [InlineData("seven > 3 AND (half <= 0.5 OR NOT yes) AND none IS NULL")]
    [InlineData("seven IN (1, 2, none, 7) AND seven BETWEEN 1 AND most AND three NOT IN (5, 6)")]
    [InlineData("CASE WHEN none > 1 THEN 1.5 WHEN seven > 6 THEN three ELSE 0 END")]
    [InlineData("CASE seven WHEN 1 THEN 2 WHEN 7 THEN 3 END")]
    [InlineData("coalesce(none, seven) + nullif(seven, 8) + least(seven, three) + greatest(half, 1)")]
    [InlineData("CAST(half AS int64) + CAST(yes AS int64) + CAST(seven AS double) + CAST(single AS int32)")]
    [InlineData("hour(spring, 'Europe/London') + day_of_week(spring) + minute(autumn, 'Asia/Kathmandu')")]
    [InlineData("epoch(date_trunc('week', spring)) + epoch(date_trunc('hour', autumn, 'Europe/London')) + (autumn - spring)")]
    [InlineData("add_seconds(spring, 60) > '2011-01-01'")]
    [InlineData("length(word) + list_length(words)")]
    [InlineData("country = 'DE' OR country LIKE '%D_' OR starts_with(word, 'Str') OR contains(word, 'x')")]
    [InlineData("list_contains(words, 'z') OR list_contains(numbers, 2)")]
    public void Evaluate_WhatMakesNoText_AllocatesNothing(string text)
    {
        var evaluate = Sample.Compile(text).Evaluate;
        var row = Sample.Row;
        evaluate(row);

        // The runtime may allocate for itself on any thread, once and again; what an evaluation allocates is there in every round.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                evaluate(row);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
