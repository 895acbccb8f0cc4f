using System.CommandLine;
using System.Text.RegularExpressions;
using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Tests.Testing;

/// <summary>What the program takes, and what its page says that it takes.</summary>
internal static partial class Reference
{
    internal static IReadOnlyList<System.CommandLine.Command> Verbs { get; } =
        [.. CatalogCommandLine.Root(new CommandEnvironment { Output = TextWriter.Null, Error = TextWriter.Null, StartHost = static (_, _) => throw new InvalidOperationException() }, new GlobalFlags()).Subcommands];

    internal static string Page { get; } = File.ReadAllText(Path.Combine(FindRoot(), "docs", "cli.md"));

    /// <summary>Names of arguments and options that the program takes, aliases included.</summary>
    internal static IReadOnlySet<string> TakenBy(System.CommandLine.Command verb) =>
        verb.Arguments.Select(static argument => argument.HelpName ?? argument.Name)
            .Concat(verb.Options.SelectMany(static option => option.Aliases.Append(option.Name)))
            .ToHashSet();

    /// <summary>Names in the first column of the table under the verb's heading.</summary>
    internal static IReadOnlySet<string> WrittenFor(string verb)
    {
        var section = Section().Matches(Page).Single(match => match.Groups[1].Value == verb).Groups[2].Value;
        return FirstCell().Matches(section)
            .SelectMany(static row => Code().Matches(row.Groups[1].Value))
            .Select(static code => code.Groups[1].Value.Split(' ')[0])
            .Where(static name => name != "argument")
            .ToHashSet();
    }

    /// <summary>Verbs that have a heading.</summary>
    internal static IReadOnlyList<string> WrittenVerbs => [.. Section().Matches(Page).Select(static match => match.Groups[1].Value)];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Catalog.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"^## `([a-z-]+)`\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| (.*?) \| ", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
