using Catalog.Cli.CommandLine;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.CommandLine;

/// <summary>Holds <c>docs/cli.md</c> against the program.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Page_HasAHeadingForEveryVerb() =>
        Assert.Equal(Reference.Verbs.Select(static verb => verb.Name), Reference.WrittenVerbs);

    [Fact]
    public void Page_NamesEveryArgumentAndOption_AndNoOther()
    {
        foreach (var verb in Reference.Verbs)
        {
            Assert.True(
                Reference.TakenBy(verb).SetEquals(Reference.WrittenFor(verb.Name)),
                $"`{verb.Name}` takes {string.Join(' ', Reference.TakenBy(verb).Order())}; its page has {string.Join(' ', Reference.WrittenFor(verb.Name).Order())}.");
        }
    }

    [Fact]
    public void Page_NamesTheGlobalOptions()
    {
        var flags = new GlobalFlags();

        foreach (var name in new[] { flags.Server.Name, flags.Local.Name, flags.Json.Name })
        {
            Assert.Contains($"| `{name}", Reference.Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Descriptions_AreSentences() =>
        Assert.All(
            Reference.Verbs.SelectMany(static verb => verb.Options.Select(static option => option.Description)
                .Concat(verb.Arguments.Select(static argument => argument.Description)).Append(verb.Description)),
            static description => Assert.EndsWith(".", description, StringComparison.Ordinal));
}
