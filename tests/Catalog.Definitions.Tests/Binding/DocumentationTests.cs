using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Binding;

/// <summary>Holds <c>docs/definitions.md</c> against the binders.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "definitions.md")).ReplaceLineEndings("\n");

    public static TheoryData<DefinitionKind> Kinds => [.. Enum.GetValues<DefinitionKind>()];

    /// <summary>The keys of a contract are those of its standard; the page says what is done with them.</summary>
    public static TheoryData<DefinitionKind> OwnKinds => [.. Enum.GetValues<DefinitionKind>().Where(static kind => kind != DefinitionKind.Contract)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Example_OfEachKind_BindsAlone(DefinitionKind kind)
    {
        var document = Assert.Single(DocumentBinder.BindFile("example.yaml", ExampleOf(kind)));

        Assert.Equal([], document.Findings);
        Assert.Equal(kind, document.Draft!.Id.Kind);
    }

    [Fact]
    public void Examples_Together_AreValid()
    {
        var files = Enum.GetValues<DefinitionKind>().Select(static kind => new DefinitionFile($"{kind}.yaml", ExampleOf(kind))).ToList();

        var plan = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = files }).Plan;

        Assert.Equal([], plan.Findings);
        Assert.Equal(files.Count, plan.Changes.Count);
    }

    [Theory]
    [MemberData(nameof(OwnKinds))]
    public void Table_OfEachKind_HasExactlyTheKeysThatAreRead(DefinitionKind kind)
    {
        var asked = new HashSet<string>();
        DocumentBinder.BindFile("example.yaml", ExampleOf(kind), (path, key) => asked.Add(path.Length == 0 ? key : $"{path}.{key}"));

        var documented = TableKey().Matches(SectionOf(kind)).Select(static match => match.Groups[1].Value);

        Assert.Equal(asked.Order(), documented.Order());
    }

    [Fact]
    public void EnrichedSources_ExampleAndTable_AreWhatIsRead()
    {
        var asked = new HashSet<string>();
        var section = SectionOf("Enriched sources");
        var document = Assert.Single(DocumentBinder.BindFile("example.yaml", Example().Match(section).Groups[1].Value, (path, key) => asked.Add(path.Length == 0 ? key : $"{path}.{key}")));

        Assert.Equal([], document.Findings);
        var documented = TableKey().Matches(section).Select(static match => match.Groups[1].Value).ToList();
        Assert.Subset(asked, documented.ToHashSet());
        Assert.Equal(asked.Where(static key => key.StartsWith("enrich", StringComparison.Ordinal)).Order(), documented.Where(static key => key.StartsWith("enrich", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void CapturedTables_ExampleAndTable_AreWhatIsRead()
    {
        var asked = new HashSet<string>();
        var section = SectionOf("Captured tables");
        var document = Assert.Single(DocumentBinder.BindFile("example.yaml", Example().Match(section).Groups[1].Value, (path, key) => asked.Add(path.Length == 0 ? key : $"{path}.{key}")));

        Assert.Equal([], document.Findings);
        Assert.Equal(asked.Where(static key => key.StartsWith("capture.", StringComparison.Ordinal)).Order(), TableKey().Matches(section).Select(static match => match.Groups[1].Value).Order());
    }

    private static string ExampleOf(DefinitionKind kind) => Example().Match(SectionOf(kind)).Groups[1].Value;

    private static string SectionOf(DefinitionKind kind) => SectionOf($"`{kind}`");

    private static string SectionOf(string title)
    {
        var start = Page.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/definitions.md has no section '{title}'.");
        var end = Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Page[start..] : Page[start..end];
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `([^`]+)` \| (?:yes|one of two|one of three)? ?\|", RegexOptions.Multiline)]
    private static partial Regex TableKey();
}
