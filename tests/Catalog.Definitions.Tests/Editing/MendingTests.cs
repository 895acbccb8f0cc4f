using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catalog.Core.Errors;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Editing;

/// <summary>Mistypes every word of the samples in turn, and takes each way that a finding offers to mend it.</summary>
public sealed partial class MendingTests
{
    [Fact]
    public async Task EveryEditOfAFinding_OnEveryMistypedWordOfTheSamples_MendsItAndTouchesNothingElse()
    {
        var files = await DefinitionFolder.ReadAsync(Repository.Samples, TestContext.Current.CancellationToken);
        var set = DefinitionSet.FromFiles(files);
        var pressed = 0;
        foreach (var file in files.Where(static file => YamlOutline.Open(file.Text) is not null))
        {
            foreach (var mistyped in Mistyped(file.Text))
            {
                pressed += Press(set, file.Path, mistyped);
            }
        }

        Assert.True(pressed > 300, $"Only {pressed} ways to mend were offered.");
    }

    private static int Press(DefinitionSet set, string path, string text)
    {
        var findings = FindingsOf(set, path, text);
        var pressed = 0;
        foreach (var finding in findings.Where(finding => finding.Location.File == path))
        {
            foreach (var edit in finding.Edits)
            {
                var outline = YamlOutline.Open(text)!; // Edits have paths, which only a document that can be read has.
                var target = $"{path}: {finding.Message} -> {edit.Action} {edit.Path} {edit.Value}";
                Assert.True(edit.Action is FindingEditAction.Rename or FindingEditAction.Remove || outline.Text(edit.Path) is not null || outline.Count(edit.Path) == 0, target);

                var after = FindingsOf(set, path, Apply(text, edit));

                Assert.True(!after.Any(later => (later.Rule, later.Message, later.Location.Path) == (finding.Rule, finding.Message, finding.Location.Path)), target + " still has it");
                Assert.True(after.Count <= findings.Count + 1, $"{target} gives {string.Join(" | ", after.Select(static later => later.Message))}");
                pressed++;
            }
        }

        return pressed;
    }

    private static string Apply(string text, FindingEdit edit) => edit.Action switch
    {
        FindingEditAction.Remove => YamlEditor.Remove(text, edit.Path),
        FindingEditAction.Rename => YamlEditor.Rename(text, edit.Path, edit.Value!), // A rename has the name.
        FindingEditAction.WriteFlag => YamlEditor.Set(text, edit.Path, JsonValue.Create(edit.Value == "true")),
        _ => YamlEditor.Set(text, edit.Path, JsonValue.Create(edit.Value)),
    };

    private static IReadOnlyList<Finding> FindingsOf(DefinitionSet set, string path, string text)
        => Planner.Plan(set, new PlanRequest { Files = [new DefinitionFile(path, text)] }).Plan.Findings;

    // Without its third letter a word is close enough to be recognized, as a key, as a name and as a value.
    private static IEnumerable<string> Mistyped(string text)
        => from Match word in Word().Matches(text) let at = word.Index + 2 select text.Remove(at, 1);

    [GeneratedRegex("[A-Za-z][A-Za-z_]{4,}")]
    private static partial Regex Word();
}
