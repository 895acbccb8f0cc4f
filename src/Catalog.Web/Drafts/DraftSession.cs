using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Formatting;
using Catalog.Web.Queries;
using FeatureStore.Model;

namespace Catalog.Web.Drafts;

/// <summary>
/// One definition being registered or changed: the draft, what is wrong with it, what applying it would do, and who else changed it meanwhile. Belongs to one
/// page; not thread-safe.
/// </summary>
public sealed class DraftSession
{
    private const string Anonymous = "anonymous";

    private readonly DefinitionService _service;
    private readonly DefinitionRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly Definition? _definition;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private string? _plannedText;
    private bool _isWritten;

    private DraftSession(
        DefinitionService service, DefinitionRegistry registry, TimeProvider clock, Definition? definition, DefinitionDraft draft)
    {
        (_service, _registry, _clock, _definition, Draft) = (service, registry, clock, definition, draft);
        Findings = Check();
    }

    /// <summary>Told when something was changed that a page shows.</summary>
    public event Action? Changed;

    public DefinitionDraft Draft { get; }

    public DefinitionKindInfo Kind => DefinitionKinds.Of(Draft.Kind);

    /// <summary>The definitions in force, for choices.</summary>
    public DefinitionSet Catalogue => _registry.Current;

    /// <summary>What the change is of; null for a new definition.</summary>
    public DefinitionId? Id => _definition?.Id;

    /// <summary>What is wrong with the document now.</summary>
    public DraftFindings Findings { get; private set; }

    /// <summary>What applying the document would do; null while there is nothing to apply, it has errors, or it was changed since.</summary>
    public DefinitionPlan? Plan
    {
        get => _plannedText == Draft.Text ? field : null;
        private set;
    }

    public DraftConflict? Conflict { get; private set; }

    /// <summary>Why the last edit, plan or apply failed; null when it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Where the person is writing.</summary>
    public string? ActivePath { get; private set; }

    /// <summary>Who applies; empty is nobody in particular.</summary>
    public string Author { get; set; } = string.Empty;

    /// <summary>Why.</summary>
    public string Message { get; set; } = string.Empty;

    /// <summary>Whether the person has agreed that readers lose something.</summary>
    public bool AcceptsLosses { get; private set; }

    /// <summary>Whether the person wanted to apply, so that what is missing is shown as an error.</summary>
    public bool IsTried { get; private set; }

    /// <summary>Whether it is being applied, or was.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether the plan takes something away from readers.</summary>
    public bool HasLosses => Plan?.Changes.Any(static change => change.Consequences.Any(static c => c.Kind == ConsequenceKind.ReadersBroken)) == true;

    /// <summary>Why it cannot be applied now, in words for a button; null when it can.</summary>
    public string? WhyNot => this switch
    {
        { Conflict: not null } => "Choose first what becomes of the other change",
        _ when string.IsNullOrWhiteSpace(Draft.Text) => "Nothing is defined here",
        { Left: { } left } => left,
        { Draft.HasChanges: false } => "Nothing is changed yet",
        { HasLosses: true, AcceptsLosses: false } => "Agree first that readers lose something",
        _ => null,
    };

    /// <summary>Path of the file that the document is applied as.</summary>
    public string File => _definition?.Path ?? DraftIdentity.FileOf(Draft);

    /// <summary>A session for a new definition that begins with a text.</summary>
    public static DraftSession New(DefinitionService service, DefinitionRegistry registry, TimeProvider clock, DefinitionKind kind, string text)
        => new(service, registry, clock, null, new DefinitionDraft(kind, text, string.Empty));

    /// <summary>A session for a change of a definition in force.</summary>
    public static DraftSession Change(DefinitionService service, DefinitionRegistry registry, TimeProvider clock, Definition definition)
        => new(service, registry, clock, definition, new DefinitionDraft(definition.Id.Kind, definition.Text, definition.Text));

    /// <summary>Findings that are shown: of something new, what is missing is one only once somebody was there, wrote the text by hand or wanted to apply.</summary>
    public IReadOnlyList<Finding> Shown => [.. Findings.All.Where(finding => !IsPending(finding))];

    /// <summary>How much is still to be filled in that is not shown as an error yet.</summary>
    public int PendingCount => Findings.All.Count(IsPending);

    /// <summary>What is left before it can be applied, in words; null when nothing is.</summary>
    public string? Left
    {
        get
        {
            var (errors, pending) = (Findings.ErrorCount - PendingCount, PendingCount);
            string?[] parts = [errors > 0 ? $"{Numbers.Count(errors, "error")} left" : null, pending > 0 ? $"{Numbers.Count(pending)} to fill in" : null];
            return errors + pending > 0 ? string.Join(", ", parts.OfType<string>()) : null;
        }
    }

    /// <summary>Findings that a field shows. That it is empty is said only once somebody was there, or wanted to apply.</summary>
    public IReadOnlyList<Finding> FindingsAt(string path) => Findings.At(path, IsTried || _touched.Contains(path));

    /// <summary>Findings of a path and of everything below it.</summary>
    public IReadOnlyList<Finding> FindingsBelow(string path) => [.. Findings.PathsBelow(path).SelectMany(FindingsAt)];

    /// <summary>Writes a text into a field; an empty one takes the key away.</summary>
    public void Set(string path, string value) => Edit(path, draft => draft.Set(path, value));

    /// <summary>Writes a value; null takes the key away.</summary>
    public void Set(string path, JsonNode? value) => Edit(path, draft => draft.Set(path, value));

    public void Add(string path, JsonNode item) => Edit($"{path}[{Draft.Outline?.Count(path) ?? 0}]", draft => draft.Add(path, item));

    public void RemoveItem(string list, int index) => Edit(null, draft => draft.RemoveItem(list, index));

    /// <summary>Changes the draft.</summary>
    /// <param name="path">Where; null for a step that is nowhere afterwards.</param>
    /// <param name="edit">The change; what it returns is why it is not possible.</param>
    public void Edit(string? path, Func<DefinitionDraft, string?> edit)
    {
        Failure = edit(Draft);
        ActivePath = path is not null && ActivePath is { } block && DraftFindings.IsBelow(path, block) ? block : path;
        if (path is not null)
        {
            _touched.Add(path);
        }

        CheckAgain();
    }

    /// <summary>Takes a text written by hand.</summary>
    public void Write(string text) => Edit(null, draft =>
    {
        _isWritten = true;
        draft.Write(text);
        return null;
    });

    public void Undo() => Edit(null, static draft =>
    {
        draft.Undo();
        return null;
    });

    /// <summary>Presses the button of a finding; a step of its own, on top of what was typed at the place.</summary>
    public void Mend(Finding finding, FindingEdit fix)
    {
        Edit(finding.Location.Path, draft => fix switch
        {
            { Value: null } => draft.Remove(fix.Path),
            { Action: FindingEditAction.Rename, Value: { } key } => draft.RenameKey(fix.Path, key),
            { Action: FindingEditAction.WriteFlag, Value: { } flag } => draft.Set($"fix {fix.Path}", (fix.Path, JsonValue.Create(flag == "true"))),
            { Value: { } text } => draft.Set($"fix {fix.Path}", (fix.Path, JsonValue.Create(text))),
        });
    }

    /// <summary>Agrees that readers lose something, or takes that back.</summary>
    public void Accept(bool losses)
    {
        AcceptsLosses = losses;
        Changed?.Invoke();
    }

    /// <summary>States where the person is.</summary>
    public void Focus(string path)
    {
        if (ActivePath != path)
        {
            ActivePath = path;
            Changed?.Invoke();
        }
    }

    /// <summary>States that the person has been somewhere and left.</summary>
    public void Leave(string path)
    {
        if (_touched.Add(path))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Goes on with a draft kept elsewhere, which began at another text.</summary>
    public void Resume(string text, string original)
    {
        Draft.Replace(text);
        Draft.Rebase(original);
        LookForOthers();
    }

    /// <summary>Looks at the catalogue again after somebody applied something.</summary>
    public void LookForOthers()
    {
        if (IsBusy)
        {
            return;
        }

        var theirs = Id is { } id ? _registry.Current.Find(id) : null;
        Conflict = Id is not null && (theirs?.Text ?? string.Empty) != Draft.Original ? Describe(theirs) : null;
        _plannedText = null;
        CheckAgain();
    }

    /// <summary>Chooses what becomes of a conflict: the text to go on with.</summary>
    public void Resolve(string text)
    {
        Draft.Replace(text);
        Draft.Rebase(Conflict?.Theirs ?? string.Empty);
        LookForOthers();
    }

    /// <summary>Plans what is there, if it can be applied.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        if (Findings.ErrorCount > 0 || !Draft.HasChanges)
        {
            return;
        }

        var text = Draft.Text;
        await RunAsync(async () =>
        {
            var plan = await _service.PlanAsync(RequestOf(text), cancellationToken);
            (Plan, _plannedText) = (plan, text);
        });
    }

    /// <summary>The feature view that the document would put in force; null while it has errors.</summary>
    public FeatureView? FindView() => Findings.ErrorCount > 0 ? null : _service.FindPlannedView(RequestOf(Draft.Text), Draft.Value("name"));

    /// <summary>Applies the document; the address of the definition when that was done, null when the page says why not.</summary>
    public async Task<string?> ApplyAsync(CancellationToken cancellationToken)
    {
        IsTried = true;
        if (Plan is null && WhyNot is null)
        {
            await PlanAsync(cancellationToken);
        }

        if (WhyNot is not null || Plan is not { IsValid: true } plan)
        {
            Changed?.Invoke();
            return null;
        }

        string? address = null;
        IsBusy = true;
        await RunAsync(async () =>
        {
            var result = await _service.ApplyAsync(
                new ApplyRequest
                {
                    Plan = RequestOf(Draft.Text),
                    Author = string.IsNullOrWhiteSpace(Author) ? Anonymous : Author.Trim(),
                    Message = string.IsNullOrWhiteSpace(Message) ? null : Message.Trim(),
                    ExpectedRevision = plan.Revision,
                },
                cancellationToken);
            address = AddressAfter(result.Plan);
        });
        IsBusy = address is not null;
        Changed?.Invoke();
        return address;
    }

    private bool IsPending(Finding finding) => finding is { Rule: DraftFindings.MissingKey, Severity: FindingSeverity.Error }
        && DraftFindings.IsOwn(finding) && Id is null && !IsTried && !_isWritten && !_touched.Contains(finding.Location.Path);

    private async Task RunAsync(Func<Task> work)
    {
        Failure = null;
        Changed?.Invoke();
        try
        {
            await work();
        }
        catch (DefinitionsException exception) when (exception.ErrorCode == DefinitionsErrorCode.RevisionConflict)
        {
            IsBusy = false;
            LookForOthers();
            Failure = Conflict is null ? "Somebody applied another change meanwhile. It does not touch this definition; look at the plan again, then apply." : null;
        }
        catch (CatalogException exception)
        {
            Failure = exception.Message;
        }

        Changed?.Invoke();
    }

    private void CheckAgain()
    {
        Findings = Check();
        Conflict = Conflict is { } conflict ? conflict with { Merged = MergeWith(conflict.Theirs) } : null; // Of what is written now: a page tells of an edit after the other's change as well.
        AcceptsLosses = false;
        Changed?.Invoke();
    }

    private DraftFindings Check()
    {
        var start = _clock.GetTimestamp();
        Finding?[] own = [DraftIdentity.FindTaken(Draft, Id, _registry.Current) ?? DraftIdentity.FindMoved(Draft, Id)];
        var findings = _service.Validate(new DefinitionFile(DraftFindings.OwnFile, Draft.Text));
        return new DraftFindings([.. own.OfType<Finding>(), .. findings], _clock.GetElapsedTime(start));
    }

    private DraftConflict Describe(Definition? theirs) => new(
        theirs?.Author ?? "somebody",
        theirs?.ChangedAt ?? Instant.Now(_clock),
        theirs?.Message,
        theirs?.Text,
        MergeWith(theirs?.Text));

    private string? MergeWith(string? theirs) => theirs is null ? null : LineMerge.TryMerge(Draft.Original, Draft.Text, theirs);

    private PlanRequest RequestOf(string text) => new() { Files = [new DefinitionFile(File, text)] };

    private string AddressAfter(DefinitionPlan plan)
    {
        var id = DraftIdentity.Of(Draft.Outline) ?? Id ?? plan.Changes[0].Id;
        return DefinitionKinds.HrefOf(_registry.Current, id) ?? "/" + Kind.Folder;
    }
}
