using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Batches;

/// <summary>A training set is told the newest result of each rule of its sources, and of what these are made from.</summary>
public sealed class QualityResultsTests
{
    private static readonly Source Sales = new() { Name = "sales", Version = 1, Domain = "shop", Owner = "crew", Format = FileFormat.Csv, TimestampColumn = "at", Columns = [] };

    private readonly RecordingCheckResults _results = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetLatestAsync_SourceMadeOfAnother_TellsTheChecksOfBoth()
    {
        var quality = new QualityResults(new ManySources(Sales, Sales with { Name = "enriched", From = "sales" }, Sales with { Name = "other" }), _results);
        await _results.SaveAsync(
            [
                Result("sales", "required:id", CheckOutcome.Fail, at: 1, violations: 5), Result("sales", "required:id", CheckOutcome.Warn, at: 2, violations: 3),
                Result("sales", "quality:rows", CheckOutcome.Pass, at: 2) with { Measured = 0.5, Contract = string.Empty, ContractVersion = string.Empty },
                Result("enriched", "range:total", CheckOutcome.Error, at: 1), Result("other", "required:id", CheckOutcome.Pass, at: 1),
            ],
            Token);

        var checks = await quality.GetLatestAsync("enriched", Token);

        Assert.Equal(
            [("enriched", "range:total", "error", 0L), ("sales", "quality:rows", "pass", 0L), ("sales", "required:id", "warn", 3L)],
            checks.Select(static check => (check.Source, check.Rule, check.Outcome, check.Violations)));
        Assert.Equal((null, null, 0.5), (checks[1].Contract, checks[1].ContractVersion, checks[1].Measured));
        Assert.Equal(("orders", "1.0.0", "id", 9L, new Instant(2)), (checks[2].Contract, checks[2].ContractVersion, checks[2].Column, checks[2].Checked, checks[2].At));
    }

    [Fact]
    public async Task GetLatestAsync_SourceThatIsGone_TellsWhatItsChecksSaid()
    {
        await _results.SaveAsync([Result("sales", "required:id", CheckOutcome.Skip, at: 1)], Token);

        Assert.Equal("skip", Assert.Single(await new QualityResults(new ManySources(), _results).GetLatestAsync("sales", Token)).Outcome);
    }

    private static CheckResult Result(string source, string rule, CheckOutcome outcome, long at, long violations = 0) => new()
    {
        RunId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(at)),
        Source = source,
        Contract = "orders",
        ContractVersion = "1.0.0",
        Rule = rule,
        Column = "id",
        Outcome = outcome,
        Checked = 9,
        Violations = violations,
        At = new Instant(at),
    };
}
