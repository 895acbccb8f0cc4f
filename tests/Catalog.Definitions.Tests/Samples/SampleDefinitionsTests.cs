using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Samples;

public sealed class SampleDefinitionsTests
{
    [Theory]
    [InlineData("loyalty", "loyalty-transactions", "customer_profile")]
    [InlineData("fleet", "vehicle-telemetry", "vehicle_state")]
    [InlineData("helpdesk", "incidents", "ticket_progress")]
    public async Task Plan_Sample_HasNoFindings(string sample, string source, string view)
    {
        var files = await DefinitionFolder.ReadAsync(Path.Combine(Repository.Samples, sample), TestContext.Current.CancellationToken);

        var outcome = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = files });

        Assert.Equal([], outcome.Plan.Findings.Select(static f => $"{f.Location.File}:{f.Location.Line}:{f.Location.Column} {f.Location.Path} {f.Severity} {f.Rule} {f.Message} {f.Fix}"));
        var set = DefinitionSet.FromFiles(files);
        Assert.NotNull(set.FindSource(source));
        Assert.NotNull(set.FindView(view));
    }

    [Fact]
    public async Task FromFiles_AllSamplesTogether_HaveDistinctNames()
    {
        var files = await DefinitionFolder.ReadAsync(Repository.Samples, TestContext.Current.CancellationToken);

        var set = DefinitionSet.FromFiles(files);

        Assert.Equal(["fleet", "helpdesk", "loyalty"], set.Domains.Select(static domain => domain.Name));
        Assert.Equal(["basket_v1"], set.Services.Where(static s => s.Name.StartsWith('b')).Select(static s => s.Name));
        Assert.DoesNotContain(set.Definitions, definition => definition.Number != 1);
    }

    [Fact]
    public async Task Files_OfEverySample_AreThere()
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var sample in Directory.GetDirectories(Repository.Samples).Where(static folder => File.Exists(Path.Combine(folder, "domain.yaml"))))
        {
            var set = DefinitionSet.FromFiles(await DefinitionFolder.ReadAsync(sample, token));
            foreach (var source in set.Sources.Where(static source => source.From is null))
            {
                var path = set.Find(new DefinitionId(DefinitionKind.Source, source.Name))!.Path; // Every source has a definition.

                Assert.NotEmpty(SourceFiles.Find(sample, path, source));
            }
        }
    }
}
