namespace Catalog.Core.Model;

/// <summary>The kinds of definition that can be applied. The names are those of the <c>kind:</c> line.</summary>
public enum DefinitionKind
{
    /// <summary>A part of the organisation that owns data.</summary>
    Domain,

    /// <summary>The people who answer for definitions.</summary>
    Team,

    /// <summary>A contract file in the Open Data Contract Standard; its <c>kind:</c> line reads <c>DataContract</c>.</summary>
    Contract,

    /// <summary>Where events come from.</summary>
    Source,

    /// <summary>What features describe: a customer, a vehicle, a ticket.</summary>
    Entity,

    /// <summary>Features of one or more entities, computed from one source.</summary>
    FeatureView,

    /// <summary>Features computed when they are asked for, from features of views and values of the request.</summary>
    OnDemandFeatureView,

    /// <summary>The features one model asks for, from one or more views.</summary>
    FeatureService,

    /// <summary>What a domain offers to others, through output ports.</summary>
    DataProduct,
}
