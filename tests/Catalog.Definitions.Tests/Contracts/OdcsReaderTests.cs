using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Contracts;

public sealed class OdcsReaderTests
{
    [Fact]
    public void BindFile_EveryRule_BecomesACheckOfTheProperty()
    {
        var contract = Read("""
            schema:
              - name: sales
                description: lines
                properties:
                  - {name: id, logicalType: integer, required: true, unique: true, primaryKey: true, classification: pii, description: the id}
                  - name: price
                    logicalType: number
                    logicalTypeOptions: {minimum: 0, maximum: 9.5, exclusiveMinimum: -1, exclusiveMaximum: 10, multipleOf: 0.5}
                  - name: code
                    logicalType: string
                    primaryKey: true
                    logicalTypeOptions: {minLength: 2, maxLength: 4, pattern: "^[A-Z]"}
            slaProperties:
              - {property: latency, value: 4, unit: d, element: sales.id}
              - {property: retention, value: "3"}
            """);

        Assert.Equal(("sales", "sales", "1.0.0", "v3.1.0", "active"), (contract.Name, contract.Id, contract.Version, contract.ApiVersion, contract.Status));
        var schema = Assert.Single(contract.Schema);
        Assert.Equal(("sales", "lines"), (schema.Name, schema.Description));
        var (id, price, code) = (schema.Properties[0], schema.Properties[1], schema.Properties[2]);
        Assert.Equal((true, true, 1, "pii", "the id"), (id.Required, id.Unique, id.PrimaryKeyPosition, id.Classification, id.Description));
        Assert.Equal((0, 9.5, -1, 10, 0.5), (price.Minimum, price.Maximum, price.ExclusiveMinimum, price.ExclusiveMaximum, price.MultipleOf));
        Assert.Equal((2, 4, "^[A-Z]", 2), (code.MinLength, code.MaxLength, code.Pattern, code.PrimaryKeyPosition));
        Assert.Equal([new ServiceLevel("latency", "4", "d", "sales.id"), new ServiceLevel("retention", "3", null, null)], contract.ServiceLevels);
    }

    [Fact]
    public void BindFile_QualityThatToleratesNothing_IsCheckedForEveryEventWithItsSeverity()
    {
        var schema = Read("""
            schema:
              - name: sales
                properties:
                  - name: a
                    quality:
                      - {metric: nullValues, mustBe: 0, severity: warning}
                      - {metric: duplicateValues, mustBeLessOrEqualTo: 0}
                      - {metric: invalidValues, arguments: {validValues: [x, 1, true], pattern: "^."}, mustBe: 0, severity: info, name: legal}
                  - name: b
                    required: true
                    quality:
                      - {metric: nullValues, mustBe: 0, severity: warning}
                      - {metric: nullValues, mustBeLessThan: 5, unit: percent}
            """).Schema[0];

        var (a, b) = (schema.Properties[0], schema.Properties[1]);
        Assert.Equal((true, true, "^."), (a.Required, a.Unique, a.Pattern));
        Assert.Equal(["x", "1", "true"], a.ValidValues);
        Assert.Equal(
            new Dictionary<string, string> { ["required"] = "warning", ["unique"] = "error", ["enum"] = "warning", ["pattern"] = "warning" },
            a.Severities);
        Assert.True(b.Required);
        Assert.Empty(b.Severities);
        Assert.Equal(5, schema.Quality.Count);
        var last = schema.Quality[4];
        Assert.Equal((QualityMetric.NullValues, "b", QualityOperator.MustBeLessThan, 5d, true), (last.Metric, last.Property, last.Operator, last.Threshold, last.IsPercent));
    }

    [Theory]
    [InlineData("{metric: rowCount, mustBeGreaterThan: 10}", QualityMetric.RowCount, QualityOperator.MustBeGreaterThan, 10, 0)]
    [InlineData("{metric: rowCount, mustBeBetween: [1, 5.5]}", QualityMetric.RowCount, QualityOperator.MustBeBetween, 1, 5.5)]
    [InlineData("{type: library, metric: duplicateValues, arguments: {properties: [a, b]}, mustNotBe: 3}", QualityMetric.DuplicateValues, QualityOperator.MustNotBe, 3, 0)]
    public void BindFile_QualityOfAnObject_IsAMeasure(string rule, QualityMetric metric, QualityOperator comparison, double threshold, double upper)
    {
        var quality = Assert.Single(Read($"schema:\n  - name: sales\n    quality: [{rule}]\n").Schema[0].Quality);

        Assert.Equal((metric, comparison, threshold, upper), (quality.Metric, quality.Operator, quality.Threshold, quality.UpperThreshold));
        Assert.Null(quality.Property);
        Assert.Equal(metric == QualityMetric.DuplicateValues ? ["a", "b"] : [], quality.Columns);
    }

    [Fact]
    public void BindFile_MissingValues_KeepsTheTextsAndNull()
    {
        var schema = Read("""
            schema:
              - name: sales
                properties:
                  - name: a
                    quality: [{metric: missingValues, arguments: {missingValues: [null, "", N/A]}, mustBeLessThan: 1}]
            """).Schema[0];

        Assert.Equal([null, "", "N/A"], Assert.Single(schema.Quality).MissingTexts);
    }

    [Theory]
    [InlineData("quality: [{type: sql, query: select 1, mustBe: 1}]")]
    [InlineData("quality: [{type: custom, engine: soda, implementation: x}]")]
    [InlineData("quality: [{metric: nullValues}]")]
    [InlineData("quality: [{metric: nullValues, mustBe: none}]")]
    [InlineData("logicalType: string\n        logicalTypeOptions: {format: email}")]
    [InlineData("logicalType: date\n        logicalTypeOptions: {minimum: \"2020-01-01\"}")]
    public void BindFile_WhatIsNotChecked_IsAWarningAndKept(string lines)
    {
        var text = Document($"schema:\n  - name: sales\n    properties:\n      - name: a\n        {lines}\n");

        var document = Assert.Single(DocumentBinder.BindFile("a.yaml", text));

        Assert.Contains("contract-not-checked Warning", document.Findings.Select(static finding => $"{finding.Rule} {finding.Severity}"));
        Assert.Equal(text, document.Text);
    }

    [Theory]
    [InlineData("owner: x", "unknown-key", FindingSeverity.Warning)]
    [InlineData("schema: [{name: a, physical_name: b}]", "unknown-key", FindingSeverity.Warning)]
    [InlineData("schema: {name: a}", "wrong-type", FindingSeverity.Error)]
    [InlineData("schema: [{}]", "missing-key", FindingSeverity.Error)]
    [InlineData("schema: [{name: a, properties: [{name: b, logicalType: strng}]}]", "wrong-value", FindingSeverity.Error)]
    [InlineData("schema: [{name: a, properties: [{name: b, logicalType: string, logicalTypeOptions: {pattern: \"(\"}}]}]", "wrong-value", FindingSeverity.Error)]
    [InlineData("schema: [{name: a, properties: [{name: b}, {name: B}]}]", "duplicate-name", FindingSeverity.Error)]
    [InlineData("schema: [{name: a, quality: [{metric: rowCount, dimension: validity, mustBe: 1}]}]", "wrong-value", FindingSeverity.Error)]
    public void BindFile_AgainstTheStandard_TellsErrorsFromStrangers(string line, string rule, FindingSeverity severity)
    {
        var findings = Findings.OfFile(Document(line));

        Assert.Equal((rule, severity), findings.Select(static finding => (finding.Rule, finding.Severity)).Distinct().Single());
    }

    [Theory]
    [InlineData("apiVersion: v3.9.0", FindingSeverity.Warning)]
    [InlineData("apiVersion: v2.2.2", FindingSeverity.Error)]
    public void BindFile_UnknownVersion_IsReadAsTheNewest(string version, FindingSeverity severity)
    {
        var finding = Assert.Single(Findings.OfFile(Document(string.Empty).Replace("apiVersion: v3.1.0", version, StringComparison.Ordinal)));

        Assert.Equal(("contract-version", severity), (finding.Rule, finding.Severity));
    }

    [Fact]
    public void BindFile_Version300_HasBooleanBoundsAndRulesInsteadOfMetrics()
    {
        var contract = Read("""
            schema:
              - name: sales
                properties:
                  - name: a
                    logicalType: integer
                    logicalTypeOptions: {minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}
                    quality: [{rule: duplicateCount, type: library, mustBe: 0}]
            """, "v3.0.0");

        var property = contract.Schema[0].Properties[0];
        Assert.Equal((null, 1, 5, null, true), (property.Minimum, property.ExclusiveMinimum, property.Maximum, property.ExclusiveMaximum, property.Unique));
    }

    [Theory]
    [InlineData("name: My Contract", "Write 'name: my-contract'.")]
    [InlineData("id: 53581432-6c55-4ba2-a65f-72344a91553a\nname: \"53581432\"", "Write 'name: n53581432'.")]
    public void BindFile_NameThatSourcesCannotUse_IsRefusedWithOneThatTheyCan(string lines, string fix)
    {
        var text = Document(lines).Replace("id: sales\nname: sales\n", lines.StartsWith("id", StringComparison.Ordinal) ? string.Empty : "id: sales\n", StringComparison.Ordinal);

        Assert.Equal(("bad-name", fix), Findings.OfFile(text).Select(static finding => (finding.Rule, finding.Fix)).Single());
    }

    [Fact]
    public void BindFile_WithoutName_IsNamedByItsId()
        => Assert.Equal("sales", ((ContractDraft)Assert.Single(DocumentBinder.BindFile("a.yaml", Document(string.Empty).Replace("name: sales\n", string.Empty, StringComparison.Ordinal))).Draft!).Id.Name);

    private static Contract Read(string rest, string version = "v3.1.0")
    {
        var document = Assert.Single(DocumentBinder.BindFile("a.yaml", Document(rest).Replace("v3.1.0", version, StringComparison.Ordinal)));
        Assert.Equal([], document.Findings);
        return ((ContractDraft)document.Draft!).Contract;
    }

    private static string Document(string rest)
        => $"apiVersion: v3.1.0\nkind: DataContract\nid: sales\nname: sales\nversion: 1.0.0\nstatus: active\n{rest.TrimEnd()}\n";
}
