metadata description = 'A function app on a Flex Consumption plan of its own: the plan holds one app.'

param name string
param location string
param tags { *: string }

param storageName string
param packageContainer string
param identityName string
param insightsConnectionString string

@description('Of the platform\'s three sizes: 512, 2048 or 4096.')
param memoryMB int
param maximumInstances int

@description('Instances that are always running: { name: \'http\' | \'blob\' | \'function:Name\', instanceCount: number }.')
param alwaysReady { name: string, instanceCount: int }[]

param settings { *: string }

@description('Functions of the package that this app does not run.')
param disabledFunctions string[]

var identitySettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
}

// https://learn.microsoft.com/azure/azure-functions/disable-function. On Linux the platform turns the dots of a setting's name into
// underscores, and the host looks for both forms: https://github.com/Azure/azure-webjobs-sdk/pull/2066
var disabled = toObject(disabledFunctions, function => 'AzureWebJobs.${function}.Disabled', function => 'true')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: memoryMB
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, identitySettings, disabled)
  }

  // Deployment uses the deploying person's token, never a password.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noDeploymentPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}
