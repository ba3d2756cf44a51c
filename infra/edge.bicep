metadata description = 'Front Door in front of the web app: caches near readers, and a domain of one\'s own.'

param name string
param tags { *: string }

@description('The host name of the web app.')
param origin string

@description('Such as podcast.example.org; empty to use Front Door\'s own name.')
param customDomain string

resource profile 'Microsoft.Cdn/profiles@2025-04-15' = {
  name: 'afd-${name}'
  location: 'global'
  tags: tags
  sku: { name: 'Standard_AzureFrontDoor' }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-04-15' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2025-04-15' = {
  parent: profile
  name: 'web'
  properties: {
    // There is one origin, so Front Door need not probe it; probes would keep instances running.
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 }
  }
}

resource app 'Microsoft.Cdn/profiles/originGroups/origins@2025-04-15' = {
  parent: group
  name: 'web'
  properties: {
    hostName: origin
    originHostHeader: origin
    enforceCertificateNameCheck: true
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-04-15' = if (!empty(customDomain)) {
  parent: profile
  name: empty(customDomain) ? 'none' : replace(customDomain, '.', '-')
  properties: {
    hostName: customDomain
    tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' }
  }
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: endpoint
  name: 'all'
  dependsOn: [app]
  properties: {
    originGroup: { id: group.id }
    customDomains: empty(customDomain) ? [] : [{ id: domain.id }]
    linkToDefaultDomain: 'Enabled'
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    patternsToMatch: ['/*']
    // The app's own headers say what is kept and for how long; its status and commands forbid it.
    cacheConfiguration: {
      queryStringCachingBehavior: 'UseQueryString'
      compressionSettings: { isCompressionEnabled: false }
    }
  }
}

output hostName string = endpoint.properties.hostName

@description('The value of the TXT record _dnsauth.{domain}, which proves that the domain is yours; empty without a domain.')
output domainProof string = empty(customDomain) ? '' : domain!.properties.validationProperties.validationToken
