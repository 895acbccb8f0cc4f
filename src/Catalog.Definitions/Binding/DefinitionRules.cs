namespace Catalog.Definitions.Binding;

/// <summary>Names of the findings about definitions, beside those about YAML and those about contracts.</summary>
internal static class DefinitionRules
{
    public const string NotAMapping = "not-a-definition";
    public const string NoDefinitions = "no-definitions";
    public const string UnknownKind = "unknown-kind";
    public const string UnknownKey = "unknown-key";
    public const string MissingKey = "missing-key";
    public const string WrongType = "wrong-type";
    public const string WrongValue = "wrong-value";
    public const string BadName = "bad-name";
    public const string TooLong = "too-long";
    public const string ReservedName = "reserved-name";
    public const string DuplicateName = "duplicate-name";
    public const string UnknownReference = "unknown-reference";
    public const string UnknownConnection = "unknown-connection";
    public const string SlotTaken = "slot-taken";
    public const string UnknownColumn = "unknown-column";
    public const string UnknownFeature = "unknown-feature";
    public const string ColumnType = "column-type";
    public const string TimestampColumn = "timestamp-column";
    public const string JoinKey = "join-key";
    public const string NameCollision = "name-collision";
    public const string EnrichedSource = "enriched-source";
    public const string SourceCycle = "source-cycle";
    public const string InUse = "in-use";
    public const string Aggregate = "aggregate";
    public const string Expression = "expression";
    public const string FutureColumn = "future-column";
    public const string OpenClock = "open-clock";
    public const string Window = "window";
    public const string WindowedView = "windowed-view";
    public const string ContractColumn = "contract-column";
    public const string ContractType = "contract-type";
    public const string ContractObject = "contract-object";
    public const string TooManyFindings = "too-many-findings";
    public const string NotUtf8 = "not-utf8";
    public const string NothingToRemove = "nothing-to-remove";
}
