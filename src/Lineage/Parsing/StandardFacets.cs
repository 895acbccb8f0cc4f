using System.Collections.Frozen;
using static Lineage.Parsing.JsonShape;

namespace Lineage.Parsing;

/// <summary>The facets that the OpenLineage project itself defines, with their shapes.</summary>
internal static class StandardFacets
{
    private static readonly JsonShape JobName = ObjectOf(("namespace*", Text), ("name*", Text));
    private static readonly JsonShape RunName = ObjectOf(("runId*", Text));
    private static readonly JsonShape Ownership = ObjectOf(("owners", ListOf(ObjectOf(("name*", Text), ("type", Text)))));
    private static readonly JsonShape Documentation = ObjectOf(("description*", Text), ("contentType", Text));
    private static readonly JsonShape Tags = ObjectOf(
        ("tags", ListOf(ObjectOf(("key*", Text), ("value*", Anything), ("source", Text), ("field", Text)))));

    private static readonly JsonShape Transformations = ListOf(ObjectOf(
        ("type*", Text), ("subtype", Text), ("description", Text), ("masking", Flag)));

    private static readonly JsonShape InputColumn = ObjectOf(
        ("namespace*", Text), ("name*", Text), ("field*", Text), ("transformations", Transformations));

    private static readonly JsonShape LineageInput = ObjectOf(
        ("namespace", Text), ("name", Text), ("type*", OneOf("DATASET", "JOB")), ("field", Text), ("runId", Text),
        ("transformations", Transformations));

    private static readonly JsonShape LineageFields = MapOf(ObjectOf(("inputs*", ListOf(LineageInput))));

    private static readonly JsonShape DatasetLineage = ObjectOf(("inputs", ListOf(LineageInput)), ("fields", LineageFields));

    private static readonly JsonShape JobLineage = ObjectOf(("entries*", ListOf(ObjectOf(
        ("namespace", Text), ("name", Text), ("type*", OneOf("DATASET", "JOB")), ("runId", Text),
        ("inputs", ListOf(LineageInput)), ("fields", LineageFields)))));

    private static readonly JsonShape SchemaField = ObjectOf(("name*", Text), ("type", Text), ("description", Text))
        .With("fields", static self => ListOf(self));

    private static readonly JsonShape ColumnMetrics = MapOf(ObjectOf(
        ("nullCount", Integer), ("distinctCount", Integer), ("sum", Number), ("count", Number), ("quantiles", MapOf(Number))));

    private static readonly JsonShape QualityMetrics = ObjectOf(
        ("columnMetrics*", ColumnMetrics), ("rowCount", Integer), ("bytes", Integer), ("fileCount", Integer));

    private static readonly JsonShape Assertions = ObjectOf(
        ("assertions*", ListOf(ObjectOf(("assertion*", Text), ("success*", Flag), ("column", Text)))));

    private static readonly JsonShape Statistics = ObjectOf(("rowCount", Integer), ("size", Integer), ("fileCount", Integer));

    private static readonly FrozenDictionary<(FacetScope, string), JsonShape> Shapes = RunFacets()
        .Concat(JobFacets())
        .Concat(DatasetFacets())
        .Concat(DirectionFacets())
        .ToFrozenDictionary(static row => (row.Scope, row.Key), static row => row.Shape);

    /// <summary>The shape of a standard facet; null for any other facet, which may look as its producer likes.</summary>
    public static JsonShape? Find(FacetScope scope, string key) => Shapes.GetValueOrDefault((scope, key));

    private static IEnumerable<(FacetScope Scope, string Key, JsonShape Shape)> RunFacets()
    {
        var parent = ObjectOf(("run*", RunName), ("job*", JobName), ("root", ObjectOf(("run*", RunName), ("job*", JobName))));
        var failure = ObjectOf(("errorMessage*", Text), ("stackTrace", Text), ("task", Text), ("taskNumber", Integer));
        yield return (FacetScope.Run, "nominalTime", ObjectOf(("nominalStartTime*", Time), ("nominalEndTime", Time)));
        yield return (FacetScope.Run, "parent", parent);
        yield return (FacetScope.Run, "errorMessage", ObjectOf(("message*", Text), ("programmingLanguage*", Text), ("stackTrace", Text)));
        yield return (FacetScope.Run, "processing_engine", ObjectOf(("version*", Text), ("name", Text), ("openlineageAdapterVersion", Text)));
        yield return (FacetScope.Run, "externalQuery", ObjectOf(("externalQueryId*", Text), ("source*", Text)));
        yield return (FacetScope.Run, "extractionError", ObjectOf(
            ("totalTasks*", Integer), ("failedTasks*", Integer), ("errors*", ListOf(failure))));
        yield return (FacetScope.Run, "environmentVariables", ObjectOf(
            ("environmentVariables*", ListOf(ObjectOf(("name*", Text), ("value*", Text))))));
        yield return (FacetScope.Run, "executionParameters", ObjectOf(("parameters*", ListOf(ObjectOf(("key*", Text))))));
        yield return (FacetScope.Run, "jobDependencies", ObjectOf(
            ("upstream", ListOf(ObjectOf(("job*", JobName)))), ("downstream", ListOf(ObjectOf(("job*", JobName))))));
        yield return (FacetScope.Run, "test", ObjectOf(("tests*", ListOf(ObjectOf(("name*", Text), ("status*", Text))))));
        yield return (FacetScope.Run, "tags", Tags);
    }

    private static IEnumerable<(FacetScope Scope, string Key, JsonShape Shape)> JobFacets()
    {
        var emission = ObjectOf(("eventTrigger*", Text), ("eventContentMode*", Text), ("windowDuration", Number));
        yield return (FacetScope.Job, "jobType", ObjectOf(
            ("processingType*", Text), ("integration*", Text), ("jobType", Text), ("emissionPattern", emission)));
        yield return (FacetScope.Job, "sql", ObjectOf(("query*", Text), ("dialect", Text)));
        yield return (FacetScope.Job, "sourceCode", ObjectOf(("language*", Text), ("sourceCode*", Text)));
        yield return (FacetScope.Job, "sourceCodeLocation", ObjectOf(("type*", Text), ("url*", Text)));
        yield return (FacetScope.Job, "ownership", Ownership);
        yield return (FacetScope.Job, "documentation", Documentation);
        yield return (FacetScope.Job, "tags", Tags);
        yield return (FacetScope.Job, "lineage", JobLineage);
    }

    private static IEnumerable<(FacetScope Scope, string Key, JsonShape Shape)> DatasetFacets()
    {
        var change = OneOf("ALTER", "CREATE", "DROP", "OVERWRITE", "RENAME", "TRUNCATE");
        var columns = MapOf(ObjectOf(("inputFields*", ListOf(InputColumn))));
        yield return (FacetScope.Dataset, "schema", ObjectOf(("fields", ListOf(SchemaField))));
        yield return (FacetScope.Dataset, "dataSource", ObjectOf(("name", Text), ("uri", Text)));
        yield return (FacetScope.Dataset, "columnLineage", ObjectOf(("fields*", columns), ("dataset", ListOf(InputColumn))));
        yield return (FacetScope.Dataset, "lifecycleStateChange", ObjectOf(
            ("lifecycleStateChange*", change), ("previousIdentifier", JobName)));
        yield return (FacetScope.Dataset, "version", ObjectOf(("datasetVersion*", Text)));
        yield return (FacetScope.Dataset, "storage", ObjectOf(("storageLayer*", Text), ("fileFormat", Text)));
        yield return (FacetScope.Dataset, "symlinks", ObjectOf(
            ("identifiers", ListOf(ObjectOf(("namespace*", Text), ("name*", Text), ("type*", Text))))));
        yield return (FacetScope.Dataset, "datasetType", ObjectOf(("datasetType*", Text), ("subType", Text)));
        yield return (FacetScope.Dataset, "catalog", ObjectOf(("framework*", Text), ("type*", Text), ("name*", Text)));
        yield return (FacetScope.Dataset, "hierarchy", ObjectOf(("hierarchy*", ListOf(ObjectOf(("type*", Text), ("name*", Text))))));
        yield return (FacetScope.Dataset, "ownership", Ownership);
        yield return (FacetScope.Dataset, "documentation", Documentation);
        yield return (FacetScope.Dataset, "tags", Tags);
        yield return (FacetScope.Dataset, "lineage", DatasetLineage);
        yield return (FacetScope.Dataset, "dataQualityMetrics", QualityMetrics);
        yield return (FacetScope.Dataset, "dataQualityAssertions", Assertions);
    }

    private static IEnumerable<(FacetScope Scope, string Key, JsonShape Shape)> DirectionFacets()
    {
        yield return (FacetScope.Input, "dataQualityMetrics", QualityMetrics);
        yield return (FacetScope.Input, "dataQualityAssertions", Assertions);
        yield return (FacetScope.Input, "inputStatistics", Statistics);
        yield return (FacetScope.Output, "outputStatistics", Statistics);
    }
}
