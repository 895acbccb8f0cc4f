using Catalog.Definitions.Binding;
using Catalog.Definitions.Contracts;
using Catalog.Definitions.Contracts.Schema;
using Catalog.Definitions.Tests.Testing;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Tests.Contracts;

/// <summary>Contracts of the standard's own project and of datacontract-cli, with the verdicts of a JSON Schema validator.</summary>
public sealed class OdcsCorpusTests
{
    [Fact]
    public void Check_WholeCorpus_AgreesWithEveryVerdict()
    {
        var folder = Repository.SharedData("odcs");
        var differences = new List<string>();
        var agreeing = 0;
        foreach (var (file, version, declared, newest) in ReadVerdicts(folder))
        {
            var found = Judge(Path.Combine(folder, file), version);
            if (found == (declared, newest))
            {
                agreeing++;
            }
            else
            {
                differences.Add($"{file} ({version}): expected {declared}, {newest}; found {found.Declared}, {found.Newest}");
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} of {1} contracts have the verdict of the reference validator.", agreeing, agreeing + differences.Count);
        Assert.Equal([], differences);
        Assert.Equal(164, agreeing);
    }

    private static (string Declared, string Newest) Judge(string path, string version)
    {
        var findings = new FindingList();
        var root = YamlReader.ReadRoot(new YamlChunk(File.ReadAllText(path), 0), path, findings);
        if (root?.Content is not YamlMapping mapping || mapping.Find("dataContractSpecification") is not null)
        {
            return ("n/a", "n/a");
        }

        return (Verdict(root, version), Verdict(root, OdcsVersions.Newest));
    }

    private static string Verdict(YamlNode root, string version)
        => SchemaChecker.Check(OdcsVersions.Schema(version), root).Count == 0 ? "valid" : "invalid";

    private static IEnumerable<(string File, string Version, string Declared, string Newest)> ReadVerdicts(string folder)
        => File.ReadLines(Path.Combine(folder, "VALIDATION.csv"))
            .Skip(1)
            .Select(static line => line.Split(','))
            .Select(static fields => (fields[0], fields[4], fields[5], fields[6]));
}
