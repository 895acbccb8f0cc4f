using Catalog.Core.Errors;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using Conformance;
using Ingestion;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Definitions.Tests.Planning;

public sealed class FutureColumnLintTests
{
    private const string View = """
        kind: FeatureView
        name: ends
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: ended, type: timestamp, from: ended_at}
          - {name: last_price, type: double, from: price}
          - {name: open_sales, aggregate: count, where: ended_at IS NULL, window: 1h}
        """;

    private static readonly DefinitionSet Set = DefinitionSet.FromFiles(
        Shop.With("  - {name: price, type: double}", "  - {name: price, type: double}\n  - {name: ended_at, type: timestamp}"));

    private readonly Checks _checks = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task AddAsync_ColumnSeenAfterItsEvent_WarnsAtEachFeatureThatReadsIt()
    {
        _checks.Days = [Day("future:ended_at", 27, 100, 20), Day("future:ended_at", 28, 50, 5), Day("required:price", 28, 50, 5)];

        var plan = await PlanAsync(View);

        Assert.True(plan.IsValid);
        Assert.Equal(
            [
                (8, 42, "'ended_at' of 'sales' held a time after the event in 25 of 150 events: 'ended' may tell what nobody knew then."),
                (10, 35, "'ended_at' of 'sales' held a time after the event in 25 of 150 events: 'open_sales' may tell what nobody knew then."),
            ],
            plan.Findings.Select(static finding => (finding.Location.Line, finding.Location.Column, finding.Message)));
        Assert.All(plan.Findings, static finding => Assert.Equal((FindingSeverity.Warning, "future-column"), (finding.Severity, finding.Rule)));
        Assert.Equal((new DateOnly(2026, 8, 31), new DateOnly(2026, 11, 29)), _checks.Asked);
    }

    [Fact]
    public async Task AddAsync_NothingSeen_SaysNothing()
    {
        Assert.Empty((await PlanAsync(View)).Findings);
        _checks.Days = [Day("future:ended_at", 28, 50, 0)];
        Assert.Empty((await PlanAsync(View)).Findings);
    }

    [Fact]
    public async Task AddAsync_ViewWithAnotherEventTime_SaysNothing()
    {
        _checks.Days = [Day("future:ended_at", 28, 50, 5)];

        Assert.Empty((await PlanAsync(View.Replace("source: sales", "source: sales\ntimestamp: ended_at", StringComparison.Ordinal))).Findings);
    }

    [Fact]
    public async Task AddAsync_ColumnDeclaredALabel_WarnsWithoutAnyEvent()
    {
        var labels = DefinitionSet.FromFiles(
            Shop.With("  - {name: price, type: double}", "  - {name: price, type: double, label: true}\n  - {name: ended_at, type: timestamp}"));
        var outcome = Planner.Plan(labels, new PlanRequest { Files = [new DefinitionFile("ends.yaml", View)] });

        var plan = await new FutureColumnLint().AddAsync(outcome.Plan, outcome, TestContext.Current.CancellationToken);

        var finding = Assert.Single(plan.Findings);
        Assert.Equal(("future-column", FindingSeverity.Warning), (finding.Rule, finding.Severity));
        Assert.Equal("'price' of 'sales' is declared a label, which is known only after the event: 'last_price' may tell what nobody knew then.", finding.Message);
    }

    [Fact]
    public async Task AddAsync_PlanWithErrors_KeepsThem()
    {
        _checks.Days = [Day("future:ended_at", 28, 50, 5)];

        var plan = await PlanAsync(View.Replace("from: price", "from: prise", StringComparison.Ordinal));

        Assert.Equal("unknown-column", Assert.Single(plan.Findings).Rule);
    }

    private static CheckDay Day(string rule, int day, long read, long later) => new(new DateOnly(2026, 11, day), new CheckTotal("sales", rule, CheckOutcome.Skip, read, later, null, read, 0));

    private Task<DefinitionPlan> PlanAsync(string text)
    {
        var outcome = Planner.Plan(Set, new PlanRequest { Files = [new DefinitionFile("ends.yaml", text)] });
        return new FutureColumnLint(new FutureColumns(_checks, _clock)).AddAsync(outcome.Plan, outcome, TestContext.Current.CancellationToken);
    }

    private sealed class Checks : ICheckResultStore
    {
        public IReadOnlyList<CheckDay> Days { get; set; } = [];

        public (DateOnly From, DateOnly To) Asked { get; private set; }

        public Task SaveAsync(IReadOnlyList<CheckResult> results, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is saved.");

        public Task<IReadOnlyList<CheckResult>> GetLatestAsync(string? source, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

        public Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, CheckSpan span, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks.");

        public Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        {
            Asked = (from, to);
            return Task.FromResult<IReadOnlyList<CheckDay>>([.. Days.Where(day => day.Total.Source == source)]);
        }
    }
}
