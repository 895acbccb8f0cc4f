using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Ports;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Contracts;

public sealed class UniquenessGateTests
{
    private static readonly UniqueRule Rule = new("s", new NamedRule("unique:c", "c", IsWarning: false), ["c"], [0], isMeasure: false);
    private static readonly UniqueRule Measure = new("s", new NamedRule("quality:duplicates", null, IsWarning: false), ["c"], [0], isMeasure: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_RandomBatchesReadAgain_DecidesAsASetWould()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var index = new MemoryUniqueness();
            var gate = new UniquenessGate(index);
            var seen = new HashSet<long>();
            for (long record = 1; record < 200;)
            {
                var batch = Enumerable.Range(0, random.Next(1, 20)).Select(_ => ((long)random.Next(60), random.Next(5) == 0)).ToList();
                var expected = batch.ConvertAll(entry => !entry.Item2 && seen.Add(entry.Item1));

                // A batch that was cut off after its claims is read again: no record is its own duplicate.
                for (var attempt = random.Next(1, 3); attempt > 0; attempt--)
                {
                    var records = batch.Select((entry, i) => Record(record + i, entry.Item1, isRefused: entry.Item2)).ToList();
                    var claims = await gate.ApplyAsync("file", records, new IngestionTally(), Token);
                    await index.AddAsync("s", claims, Token);
                    Assert.Equal(expected, records.ConvertAll(static read => read.IsAccepted));
                }

                record += batch.Count;
            }
        }
    }

    [Fact]
    public async Task Apply_OwnerInAnotherFile_NamesIt()
    {
        var index = new MemoryUniqueness();
        await index.AddAsync("s", [new UniquenessClaim(Rule.Hash([Value.Of(5L)])!.Value, new RecordPosition("first-file", 12))], Token);
        var gate = new UniquenessGate(index);
        var record = Record(1, 5, isRefused: false);

        await gate.ApplyAsync("second-file", [record], new IngestionTally(), Token);

        var error = Assert.Single(record.Errors);
        Assert.Equal("unique:c", error.Rule);
        Assert.Equal("The value '5' of 'c' occurred before: in record 12 of 'first-file'.", error.Message);
    }

    [Fact]
    public async Task Apply_Measure_CountsRefusedRecordsToo()
    {
        var gate = new UniquenessGate(new MemoryUniqueness());
        var tally = new IngestionTally();
        CheckedRecord[] records = [Record(1, 5, isRefused: true, Measure), Record(2, 5, isRefused: false, Measure), Record(3, 6, isRefused: false, Measure)];

        await gate.ApplyAsync("file", records, tally, Token);

        Assert.Equal(1, tally.Measures["quality:duplicates"]);
        Assert.True(records[1].IsAccepted);
    }

    [Fact]
    public void Hash_NullOrOtherRule_NeverMeets()
    {
        var other = new UniqueRule("s", new NamedRule("unique:d", "d", IsWarning: false), ["d"], [0], isMeasure: false);

        Assert.Null(Rule.Hash([Value.Null]));
        Assert.NotEqual(Rule.Hash([Value.Of(5L)]), other.Hash([Value.Of(5L)]));
        Assert.NotEqual(Rule.Hash([Value.Of(5L)]), Measure.Hash([Value.Of(5L)]));
    }

    private static CheckedRecord Record(long number, long value, bool isRefused, UniqueRule? rule = null)
    {
        rule ??= Rule;
        Value[] values = [Value.Of(value)];
        return new CheckedRecord
        {
            RecordNumber = number, LineNumber = number, ByteOffset = number, Raw = default, Payload = default, Values = values, Warnings = [], Undecided = [],
            Errors = isRefused ? [new Ingestion.Model.Violation("required:x", "x", null, "It is empty.")] : [],
            Keys = [new UniqueKey(rule, rule.Hash(values)!.Value)],
        };
    }
}
