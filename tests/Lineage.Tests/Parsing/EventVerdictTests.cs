using System.Text.Json;
using Catalog.Core.Errors;
using Lineage.Parsing;
using Lineage.Tests.Support;

namespace Lineage.Tests.Parsing;

/// <summary>Real events of the OpenLineage and Marquez projects with their verdict against the core schema 2-0-2.</summary>
public sealed class EventVerdictTests
{
    [Fact]
    public void Parse_Strict_AgreesWithTheIndexedVerdicts()
    {
        var root = SharedData.Require("openlineage");
        var wrong = new List<string>();
        var judged = 0;
        foreach (var (file, index, valid) in ReadIndex(root).Where(row => File.Exists(Path.Combine(root, row.File))))
        {
            var findings = ParseAt(Path.Combine(root, file), index, ParseMode.Strict).Findings;
            judged++;
            // The indexed verdict is that of the core schema, which asks nothing of a facet's content.
            if (valid == findings.Any(finding => finding.Rule != FindingRules.Facet))
            {
                wrong.Add($"{file}[{index}] should be {(valid ? "valid" : "invalid")}: {string.Join("; ", findings)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(judged >= 100, $"Only {judged} events of the index were found.");
    }

    [Fact]
    public void Parse_Tolerant_RefusesOnlyWhatCannotBeUnderstood()
    {
        var root = SharedData.Require("openlineage");
        var refused = ReadIndex(root)
            .Where(row => File.Exists(Path.Combine(root, row.File)))
            .Where(row => ParseAt(Path.Combine(root, row.File), row.Index, ParseMode.Tolerant).Event is null)
            .Select(row => Path.GetFileName(row.File))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(["event_no_run_id.json", "metadata.template.json"], refused);
    }

    [Theory]
    [InlineData("dataset", "outputs[0].facets.ownership.owners[0]")]
    [InlineData("input_dataset", "inputs[0].inputFacets.dataQualityMetrics")]
    [InlineData("job", "job.facets.ownership.owners[0]")]
    [InlineData("output_dataset", "outputs[0].outputFacets.outputStatistics.rowCount")]
    [InlineData("run", "run.facets.parent.run")]
    public void Parse_MalformedStandardFacet_IsSetAsideWithItsPlace(string name, string path)
    {
        var file = SharedData.Require($"openlineage/events/openlineage/proxy/fluentd/events/event_invalid_{name}_facet.json");
        var json = File.ReadAllBytes(file);

        var tolerant = EventParser.Parse(json, ParseMode.Tolerant);

        var finding = Assert.Single(tolerant.Findings);
        Assert.Equal((FindingSeverity.Warning, FindingRules.Facet, path), (finding.Severity, finding.Rule, finding.Location.Path));
        Assert.NotNull(tolerant.Event);
        Assert.Empty(tolerant.Event.RunFacets.Concat(tolerant.Event.JobFacets));
        Assert.All(tolerant.Event.Inputs.Concat(tolerant.Event.Outputs), dataset => Assert.Empty(dataset.Facets.Concat(dataset.DirectionFacets)));
        Assert.Null(EventParser.Parse(json, ParseMode.Strict).Event);
    }

    [Fact]
    public void StandardFacets_ExamplesOfTheSpecification_AreAllWellFormed()
    {
        var root = SharedData.Require("openlineage/facet-examples/openlineage/spec/tests");
        var wrong = new List<string>();
        var known = 0;
        foreach (var file in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var facet in document.RootElement.EnumerateObject())
            {
                var scopes = ScopesOf(Path.GetFileName(Path.GetDirectoryName(file)) ?? string.Empty, facet.Value);
                foreach (var shape in scopes.Select(scope => StandardFacets.Find(scope, facet.Name)).OfType<JsonShape>())
                {
                    known++;
                    wrong.AddRange(shape.FindFault(facet.Value, facet.Name) is { } fault ? [$"{file}: {fault}"] : []);
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(known >= 40, $"Only {known} examples have a shape.");
    }

    [Fact]
    public void Parse_CapturesOfRealTools_AreTakenWhole()
    {
        var results = Captures.Files().SelectMany(file => Captures.Read(file, ParseMode.Tolerant)).ToList();

        Assert.True(results.Count > 1000);
        Assert.Empty(results.Where(result => result.Event is null).SelectMany(result => result.Findings));
        Assert.Empty(results.SelectMany(result => result.Findings).Select(finding => $"{finding.Location.Path}: {finding.Message}").Distinct());
    }

    private static EventParseResult ParseAt(string file, int index, ParseMode mode)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var element = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[index] : document.RootElement;
        return EventParser.Parse(element, mode);
    }

    private static IEnumerable<(string File, int Index, bool Valid)> ReadIndex(string root)
        => File.ReadLines(Path.Combine(root, "EVENTS_INDEX.csv")).Skip(1).Select(line =>
        {
            // No field before the verdict holds a comma or a quote.
            var fields = line.Split(',');
            return (fields[0], int.Parse(fields[1]), fields[12] == "valid");
        });

    private static FacetScope[] ScopesOf(string folder, JsonElement facet) => folder switch
    {
        "LineageFacet" => facet.TryGetProperty("entries", out _) ? [FacetScope.Job] : [FacetScope.Dataset],
        _ when folder.EndsWith("InputDatasetFacet", StringComparison.Ordinal) => [FacetScope.Input],
        _ when folder.EndsWith("OutputDatasetFacet", StringComparison.Ordinal) => [FacetScope.Output],
        _ when folder.EndsWith("DatasetFacet", StringComparison.Ordinal) => [FacetScope.Dataset],
        _ when folder.EndsWith("JobFacet", StringComparison.Ordinal) => [FacetScope.Job],
        _ => [FacetScope.Run],
    };
}
