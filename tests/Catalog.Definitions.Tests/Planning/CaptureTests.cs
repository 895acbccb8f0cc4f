using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Definitions.Tests.Planning;

public sealed class CaptureTests
{
    [Fact]
    public void Plan_Capture_HasItsDefaults()
    {
        var source = SourceOf(Plan("capture: {connection: shop, table: public.sale}"));

        Assert.Equal(
            new SourceCapture { Connection = "shop", Table = "public.sale", Slot = "catalog_sales", Publication = "catalog_sales", Snapshot = CaptureSnapshot.Initial, Deletes = CaptureDeletes.Event },
            source.Capture);
        Assert.Equal(FileFormat.Ndjson, source.Format);
    }

    [Fact]
    public void Plan_CaptureWithEverything_IsRead()
        => Assert.Equal(
            new SourceCapture { Connection = "shop", Table = "public.sale", Slot = "mine", Publication = "all sales", Snapshot = CaptureSnapshot.Never, Deletes = CaptureDeletes.Ignore },
            SourceOf(Plan("capture: {connection: shop, table: sale, slot: mine, publication: all sales, snapshot: never, deletes: ignore}")).Capture);

    [Theory]
    [InlineData("capture: {connection: shop}", "missing-key", "table")]
    [InlineData("capture: {connection: shop, table: '.sale'}", "wrong-value", "'.sale' cannot be the name of a table.")]
    [InlineData("capture: {connection: shop, table: sale, slot: My-Slot}", "wrong-value", "'My-Slot' cannot be the name of a replication slot.")]
    [InlineData("capture: {connection: shop, table: sale}, topic: {name: t, connection: shop}", "wrong-value", "The source reads a topic and captures a table.")]
    [InlineData("capture: {connection: shpo, table: sale}", "unknown-connection", "There is no connection 'shpo'; those configured are 'shop'.")]
    [InlineData("topic: {name: t, before: row}", "wrong-value", "Only changes of Debezium have an old row.")]
    public void Plan_CaptureThatCannotBe_IsAnErrorWithItsFix(string capture, string rule, string message)
    {
        var outcome = Plan(capture.Replace("}, topic", "}\ntopic", StringComparison.Ordinal));

        var finding = Assert.Single(outcome.Plan.Findings);
        Assert.Equal(rule, finding.Rule);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Fix);
    }

    [Fact]
    public void Plan_ColumnThatNoChangeHas_IsAnError()
    {
        var outcome = new ConnectionLint(captures: new Captures()).Add(Planner.Plan(Shop.Set, new PlanRequest
        {
            Files = [new DefinitionFile("a.yaml", Shop.Source.Replace("format: csv", "capture: {connection: shop, table: sale}", StringComparison.Ordinal).Replace("type: double}", "type: double, from: change.oops}", StringComparison.Ordinal))],
        }));

        Assert.Contains(outcome.Plan.Findings, static finding => finding.Message.Contains("is read from 'change.oops', which no change has", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("connection: shop, table: sale", "connection: shop, table: other, slot: catalog_sales")]
    [InlineData("connection: shop, table: sale, slot: mine", "connection: shop, table: sale, slot: mine")]
    public void Plan_TwoSourcesOfOneFileNameOneSlot_IsAnErrorThatNamesBoth(string one, string two)
    {
        var outcome = Planner.Plan(Shop.Set, new PlanRequest { Files = [Captured("sales", one), Captured("more_sales", two)] });

        AssertTaken(outcome, "'more_sales' and 'sales'");
    }

    [Theory]
    [InlineData("connection: shop, table: other, slot: catalog_sales")]
    [InlineData("connection: shop, table: other, slot: CATALOG_SALES", false)]
    [InlineData("connection: backup, table: sale, slot: catalog_sales", false)]
    [InlineData("connection: shop, table: sale", false)]
    public void Plan_SlotOfASourceInForce_IsAnErrorThatNamesBoth(string capture, bool isTaken = true)
    {
        var current = InForce();

        var outcome = Planner.Plan(current, new PlanRequest { Files = [Captured("a_new_one", capture)] });

        if (isTaken)
        {
            AssertTaken(outcome, "'sales' and 'a_new_one'");
        }
        else
        {
            Assert.DoesNotContain(outcome.Plan.Findings, static finding => finding.Rule == "slot-taken");
        }
    }

    [Fact]
    public void Plan_TheOtherSourceGivesTheSlotUpInTheSamePlan_IsNoError()
    {
        var current = InForce();

        var outcome = Planner.Plan(
            current, new PlanRequest { Files = [Captured("sales", "connection: shop, table: sale, slot: another"), Captured("a_new_one", "connection: shop, table: sale, slot: catalog_sales")] });

        Assert.Empty(outcome.Plan.Findings);
    }

    private static void AssertTaken(PlanOutcome outcome, string sources)
    {
        var finding = Assert.Single(outcome.Plan.Findings);
        Assert.Equal("slot-taken", finding.Rule);
        Assert.StartsWith($"The sources {sources} would both read the replication slot", finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Fix);
        Assert.Null(outcome.Next);
    }

    private static DefinitionSet InForce() => DefinitionSet.FromFiles([.. Shop.Files.Where(static file => file.Path != "source.yaml"), Captured("sales", "connection: shop, table: sale")]);

    private static DefinitionFile Captured(string name, string capture) => new(
        name + ".yaml", Shop.Source.Replace("name: sales", "name: " + name, StringComparison.Ordinal).Replace("contract: sales", "push: false", StringComparison.Ordinal).Replace("format: csv", $"capture: {{{capture}}}", StringComparison.Ordinal));

    private static PlanOutcome Plan(string capture) => new ConnectionLint(captures: new Captures()).Add(
        Planner.Plan(Shop.Set, new PlanRequest { Files = [new DefinitionFile("a.yaml", Shop.Source.Replace("format: csv", capture, StringComparison.Ordinal))] }));

    private static Source SourceOf(PlanOutcome outcome)
    {
        Assert.Empty(outcome.Plan.Findings);
        return (Source)outcome.Next!.Models[new DefinitionId(DefinitionKind.Source, "sales")];
    }

    private sealed class Captures : IChangeCaptures
    {
        public IReadOnlyList<string> Connections => ["shop"];

        public CaptureAddress AddressOf(string connection) => new("db:5432", "shop");

        public Task<IChangeReader> OpenAsync(SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DropAsync(SourceCapture capture, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CaptureSlot>> ListSlotsAsync(string connection, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
