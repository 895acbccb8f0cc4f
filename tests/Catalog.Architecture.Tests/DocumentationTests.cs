using System.Reflection;
using System.Text.RegularExpressions;
using Catalog.Architecture.Tests.Reading;
using Catalog.Core.Errors;

namespace Catalog.Architecture.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void ErrorCodes_AndTheirPage_Agree()
    {
        var coded = from project in Project.Product
                    from type in project.Assembly.GetTypes()
                    where type.IsEnum && type.Name.EndsWith("ErrorCode", StringComparison.Ordinal)
                    from code in Enum.GetValues(type).Cast<Enum>()
                    select (project.Name, ErrorCodes.Kebab(code));

        Agree("docs/errors.md", [.. coded], MarkdownTable.Keys("docs/errors.md").Where(key => Project.Product.Any(project => project.Name == key.Section)));
    }

    [Fact]
    public void Rules_AndTheirPage_Agree()
    {
        var coded = from project in Project.Product
                    from type in project.Assembly.GetTypes()
                    where IsRuleList(type)
                    from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
                    select (type.Name, (string)field.GetRawConstantValue()!);

        Agree("docs/errors.md", [.. coded], MarkdownTable.Keys("docs/errors.md").Where(key => key.Section.EndsWith("Rules", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_AndTheirPage_Agree()
    {
        var keys = from type in OptionTypes()
                   let section = SectionOf(type)
                   where section is not null
                   from key in KeysOf(section, type)
                   select key;

        Agree("docs/configuration.md", [.. keys], MarkdownTable.Keys("docs/configuration.md").Where(key => key.Key.StartsWith(key.Section + ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_BelongToASection()
    {
        var parts = OptionTypes().SelectMany(type => type.GetProperties()).Select(property => property.PropertyType).ToHashSet();

        Violations.None("A class named Options has no `public const string Section` and is no part of one that has:",
            OptionTypes().Where(type => SectionOf(type) is null && !parts.Contains(type)).Select(type => type.FullName!));
    }

    [Fact]
    public void Decisions_AreAllInTheirIndex()
    {
        var index = Repository.Read("docs/adr/README.md");

        Violations.None("docs/adr/README.md does not link a decision:",
            from path in Repository.Files
            where DecisionPath().IsMatch(path) && !index.Contains($"({Path.GetFileName(path)})", StringComparison.Ordinal)
            select path);
    }

    [Fact]
    public void Links_LeadToFiles() =>
        Violations.None("A link leads nowhere:",
            from path in Repository.Files
            where path.EndsWith(".md", StringComparison.Ordinal)
            from link in LinkTarget().Matches(Repository.Read(path))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target.Split('#')[0]))
            select $"{path} -> {target}");

    [Fact]
    public void Readme_IsShort() => Assert.InRange(Repository.ReadLines("README.md").Length, 1, 150);

    [Fact]
    public void Readme_ShowsExactlyTheTwoCommands()
    {
        var commands = from block in CommandBlock().Matches(Repository.Read("README.md"))
                       from line in block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                       select line;

        Assert.Equal(["dotnet run --project src/Catalog.Web", "./test.sh"], commands);
    }

    private static bool IsRuleList(Type type) =>
        type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Rules", StringComparison.Ordinal)
        && type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { Length: > 0 } fields
        && fields.All(field => field.IsLiteral && field.FieldType == typeof(string));

    private static IEnumerable<Type> OptionTypes() =>
        Project.Product.SelectMany(project => project.Assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsNested: false } && type.Name.EndsWith("Options", StringComparison.Ordinal));

    private static IEnumerable<(string Section, string Key)> KeysOf(string section, Type type) =>
        type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).SelectMany(property => IsPart(property.PropertyType)
            ? KeysOf($"{section}:{property.Name}", property.PropertyType)
            : [(section, $"{section}:{property.Name}")]);

    private static bool IsPart(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is null;

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static void Agree(string page, HashSet<(string Section, string Key)> code, IEnumerable<(string Section, string Key)> written)
    {
        var documented = written.ToHashSet();

        Violations.None($"{page} and the code differ:",
        [
            .. code.Except(documented).Select(key => $"not written: {key.Key} under the heading {key.Section}").Order(),
            .. documented.Except(code).Select(key => $"written only: {key.Key} under the heading {key.Section}").Order(),
        ]);
    }

    [GeneratedRegex(@"^docs/adr/\d{4}-.*\.md$")]
    private static partial Regex DecisionPath();

    [GeneratedRegex(@"(?<!`)\]\(([^)\s]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"^```(?:bash|sh|shell|console)?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CommandBlock();
}
