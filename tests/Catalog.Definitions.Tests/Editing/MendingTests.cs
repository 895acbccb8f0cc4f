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
        var texts = files.ToDictionary(static file => file.Path, static file => file.Text, StringComparer.Ordinal);
        var pressed = 0;
        foreach (var file in files.Where(static file => YamlOutline.Open(file.Text) is not null))
        {
            foreach (var mistyped in Mistyped(file.Text))
            {
                pressed += Press(set, texts, file.Path, mistyped);
            }
        }

        Assert.True(pressed > 300, $"Only {pressed} ways to mend were offered.");
    }

    private static int Press(DefinitionSet set, Dictionary<string, string> texts, string path, string mistyped)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { [path] = mistyped };
        var findings = FindingsOf(set, files);
        var pressed = 0;
        foreach (var finding in findings)
        {
            var text = files.GetValueOrDefault(finding.Location.File, texts.GetValueOrDefault(finding.Location.File, string.Empty));
            foreach (var edit in finding.Edits)
            {
                if (YamlOutline.Open(text) is not { } outline)
                {
                    continue; // Several documents in one file; the editors take one.
                }

                CheckTarget(outline, edit, finding);
                var after = FindingsOf(set, new Dictionary<string, string>(files, StringComparer.Ordinal) { [finding.Location.File] = Apply(text, edit) });

                Assert.DoesNotContain(after, later => (later.Rule, later.Message, later.Location.Path) == (finding.Rule, finding.Message, finding.Location.Path));

                // A guess in another file takes the side of the mistyped word, which others then contradict.
                Assert.True(after.Count <= findings.Count || finding.Location.File != path, $"{finding.Message} {edit} gives {string.Join(" | ", after.Select(static later => later.Message))}");
                pressed++;
            }
        }

        return pressed;
    }

    private static void CheckTarget(YamlOutline outline, FindingEdit edit, Finding finding) => Assert.True(
        edit.Action is FindingEditAction.Rename or FindingEditAction.Remove || outline.Text(edit.Path) is not null || outline.Count(edit.Path) == 0,
        $"{finding.Message} {edit} would take more than one value away.");

    private static string Apply(string text, FindingEdit edit) => edit.Action switch
    {
        FindingEditAction.Remove => YamlEditor.Remove(text, edit.Path),
        FindingEditAction.Rename => YamlEditor.Rename(text, edit.Path, edit.Value!), // A rename has the name.
        FindingEditAction.WriteFlag => YamlEditor.Set(text, edit.Path, JsonValue.Create(edit.Value == "true")),
        _ => YamlEditor.Set(text, edit.Path, JsonValue.Create(edit.Value)),
    };

    private static IReadOnlyList<Finding> FindingsOf(DefinitionSet set, Dictionary<string, string> texts)
        => Planner.Plan(set, new PlanRequest { Files = [.. texts.Select(static pair => new DefinitionFile(pair.Key, pair.Value))] }).Plan.Findings;

    // Without its third letter a word is close enough to be recognized, as a key, as a name and as a value.
    private static IEnumerable<string> Mistyped(string text)
        => from Match word in Word().Matches(text) let at = word.Index + 2 select text.Remove(at, 1);

    [GeneratedRegex("[A-Za-z][A-Za-z_]{4,}")]
    private static partial Regex Word();
}
