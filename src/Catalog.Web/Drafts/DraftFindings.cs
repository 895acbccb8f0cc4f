using Catalog.Core.Errors;
using Catalog.Definitions.Editing;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Drafts;

/// <summary>What is wrong with a document, and with those that refer to it.</summary>
/// <param name="all">The findings by file and line.</param>
/// <param name="took">How long the check took.</param>
public sealed class DraftFindings(IReadOnlyList<Finding> all, TimeSpan took)
{
    /// <summary>The file of the document under edit while it is checked; findings in other files are about those who refer to it.</summary>
    public const string OwnFile = "";

    /// <summary>The rule of what is not written yet.</summary>
    public const string MissingKey = "missing-key";

    public IReadOnlyList<Finding> All { get; } = all;

    public TimeSpan Took { get; } = took;

    public int ErrorCount { get; } = all.Count(static finding => finding.Severity == FindingSeverity.Error);

    public int WarningCount => All.Count - ErrorCount;

    /// <summary>Whether a finding is about the document itself.</summary>
    public static bool IsOwn(Finding finding) => finding.Location.File == OwnFile;

    /// <summary>Findings of a path; that something is missing there only where it may be said already.</summary>
    public IReadOnlyList<Finding> At(string path, bool withMissing)
        => [.. All.Where(finding => IsOwn(finding) && finding.Location.Path == path && (withMissing || finding.Rule != MissingKey))];

    /// <summary>The paths of findings at a path and below it.</summary>
    public IEnumerable<string> PathsBelow(string path)
        => All.Where(IsOwn).Select(static finding => finding.Location.Path).Where(candidate => IsBelow(candidate, path)).Distinct();

    /// <summary>How the lines of the document stand out: the block under edit, then errors over warnings.</summary>
    /// <param name="shown">The findings that are shown.</param>
    /// <param name="outline">The document; null when it cannot be read.</param>
    /// <param name="activePath">Where the person is writing.</param>
    public static IReadOnlyDictionary<int, LineMark> Marks(IEnumerable<Finding> shown, YamlOutline? outline, string? activePath)
    {
        var marks = new Dictionary<int, LineMark>();
        if (activePath is not null && outline?.Lines(activePath) is var (first, last))
        {
            for (var line = first; line <= last; line++)
            {
                marks[line] = LineMark.Edited;
            }
        }

        foreach (var finding in shown.Where(IsOwn).OrderByDescending(static finding => finding.Severity))
        {
            marks[finding.Location.Line] = finding.Severity == FindingSeverity.Error ? LineMark.Error : LineMark.Warning;
        }

        return marks;
    }

    /// <summary>Whether a path is another one or leads into it.</summary>
    public static bool IsBelow(string path, string parent)
        => path == parent || (path.StartsWith(parent, StringComparison.Ordinal) && path[parent.Length] is '.' or '[');
}
